"""What every configured HTTP API has: address, credentials, declared fields, judging an answer.

Data sources and actions both call such APIs and may not import each other; this stands below
both. Its models are abstract, so it has no tables and is no app. It imports ``outbound`` and
``config`` only.
"""
