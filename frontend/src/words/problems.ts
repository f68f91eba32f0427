/** What each problem of a graph says, by its code; `{step}` and the like come from its params. */
export const PROBLEMS: Record<string, { en: string; ko: string }> = {
  type: { en: "This must be {expected}.", ko: "{expected} 형식이어야 합니다." },
  missing: { en: "{field} is missing.", ko: "{field} 값이 비어 있습니다." },
  id_chars: {
    en: "A key has 1 to 64 letters, digits and _, and starts with a letter.",
    ko: "키는 문자로 시작하는 1~64자의 영문, 숫자, _ 여야 합니다.",
  },
  length: {
    en: "At most {limit} characters are allowed.",
    ko: "최대 {limit}자까지 쓸 수 있습니다.",
  },
  too_many: { en: "At most {limit} are allowed.", ko: "최대 {limit}개까지 가능합니다." },
  too_many_nodes: {
    en: "A journey may have at most {limit} steps.",
    ko: "여정에는 단계를 최대 {limit}개까지 둘 수 있습니다.",
  },
  too_many_edges: {
    en: "A journey may have at most {limit} connections.",
    ko: "여정에는 연결을 최대 {limit}개까지 둘 수 있습니다.",
  },
  depth: { en: "Nested too deeply.", ko: "중첩이 너무 깊습니다." },
  choice: { en: "One of these is needed: {choices}.", ko: "다음 중 하나여야 합니다: {choices}." },
  unknown_type: { en: "There is no step type {type}.", ko: "{type} 단계 유형이 없습니다." },
  unknown_node: { en: "There is no step {key}.", ko: "{key} 단계가 없습니다." },
  self_edge: {
    en: "A step cannot lead to itself.",
    ko: "단계를 자기 자신에게 연결할 수 없습니다.",
  },
  duplicate_edge: { en: "This connection exists twice.", ko: "같은 연결이 두 번 있습니다." },
  position: { en: "A position is two numbers, x and y.", ko: "위치는 두 숫자 x와 y여야 합니다." },
  schema_version: {
    en: "This form of a journey is not known here.",
    ko: "이 여정 형식은 지원하지 않습니다.",
  },
  no_entry: {
    en: "The journey has no entry: choose the event by which people enter.",
    ko: "진입 단계가 없습니다. 사람들이 들어올 이벤트를 선택하세요.",
  },
  many_entries: {
    en: "The journey has more than one entry. Keep one.",
    ko: "진입 단계가 둘 이상입니다. 하나만 남기세요.",
  },
  entry_entered: {
    en: "A connection leads back to the entry. Delete it.",
    ko: "진입 단계로 되돌아가는 연결이 있습니다. 삭제하세요.",
  },
  unreachable: {
    en: "Nobody can reach “{step}”. Connect it or delete it.",
    ko: "‘{step}’ 단계에 도달할 수 없습니다. 연결하거나 삭제하세요.",
  },
  cycle: {
    en: "“{step}” leads back to itself. Journeys cannot go in circles.",
    ko: "‘{step}’ 단계가 자기 자신으로 되돌아갑니다. 여정은 순환할 수 없습니다.",
  },
  many_edges: {
    en: "Two connections leave “{step}” at the same place. Keep one.",
    ko: "‘{step}’ 단계의 같은 출구에서 연결이 둘 나갑니다. 하나만 남기세요.",
  },
  unknown_port: {
    en: "A connection leaves “{step}” where there is no path any more. Delete it.",
    ko: "‘{step}’ 단계에서 이제 없는 경로로 나가는 연결이 있습니다. 삭제하세요.",
  },
  unknown_reference: {
    en: "There is no {kind} “{key}”. It may have been deleted; choose another.",
    ko: "‘{key}’ {kind} 항목이 없습니다. 삭제되었을 수 있으니 다른 것을 선택하세요.",
  },
  read_before: {
    en: "“{key}” is read here before it can be known.",
    ko: "‘{key}’ 값은 이 단계보다 뒤에서 알 수 있습니다.",
  },
  expression: {
    en: "The expression cannot be used: {reason}.",
    ko: "수식을 사용할 수 없습니다: {reason}.",
  },
  expression_type: {
    en: "The expression must give {expected}; it gives {given}.",
    ko: "수식의 결과는 {expected}이어야 하는데 {given}입니다.",
  },
  entry_looks_up: {
    en: "The entry's condition can read the event and the profile only, not {key}.",
    ko: "진입 조건에서는 이벤트와 프로필만 읽을 수 있습니다({key} 불가).",
  },
  duplicate_key: {
    en: "Two paths have the key {key}. Rename one.",
    ko: "경로 키 {key}이(가) 두 번 쓰였습니다. 하나를 바꾸세요.",
  },
  percent_range: {
    en: "A percentage is between 0 and 100.",
    ko: "비율은 0에서 100 사이여야 합니다.",
  },
  percent_sum: {
    en: "The percentages add up to {total}; they must add up to 100.",
    ko: "비율의 합이 {total}입니다. 100이 되어야 합니다.",
  },
  duration_invalid: {
    en: "“{text}” is no duration. Write PT6H for six hours, P2D for two days.",
    ko: "‘{text}’은(는) 기간이 아닙니다. 6시간은 PT6H, 2일은 P2D로 쓰세요.",
  },
  months_in_duration: {
    en: "Months and years have no fixed length. Use weeks or days.",
    ko: "월과 년은 길이가 일정하지 않습니다. 주나 일을 사용하세요.",
  },
  duration_negative: { en: "A duration cannot be negative.", ko: "기간은 음수일 수 없습니다." },
  duration_limit: {
    en: "The longest possible duration is {limit} days.",
    ko: "기간은 최대 {limit}일입니다.",
  },
  duration_short: {
    en: "The shortest possible duration is {limit} seconds.",
    ko: "기간은 최소 {limit}초입니다.",
  },
  moment_invalid: {
    en: "“{text}” is no date and time. Write 2026-12-24T18:00.",
    ko: "‘{text}’은(는) 날짜와 시각이 아닙니다. 2026-12-24T18:00처럼 쓰세요.",
  },
  moment_past: {
    en: "{text} has passed. Nobody would wait here.",
    ko: "{text}은(는) 이미 지났습니다. 아무도 기다리지 않게 됩니다.",
  },
  time_invalid: {
    en: "“{text}” is no time of day. Write 20:00.",
    ko: "‘{text}’은(는) 시각이 아닙니다. 20:00처럼 쓰세요.",
  },
  range_empty: {
    en: "The range ends where it begins, or before.",
    ko: "범위의 끝이 시작과 같거나 더 빠릅니다.",
  },
  number_range: {
    en: "This must be between {low} and {high}.",
    ko: "{low}에서 {high} 사이여야 합니다.",
  },
  unknown_timezone: { en: "There is no time zone {zone}.", ko: "{zone} 시간대가 없습니다." },
  range_over: { en: "This range lies in the past.", ko: "이미 지난 범위입니다." },
  wait_without_limit: {
    en: "“{step}” waits without a limit. People may stay here till their longest stay ends.",
    ko: "‘{step}’ 단계에 대기 제한이 없습니다. 최대 체류 기간까지 머무를 수 있습니다.",
  },
  longer_than_stay: {
    en: "This is longer than the longest stay: nobody gets this far.",
    ko: "최대 체류 기간보다 깁니다. 여기까지 도달하는 사람이 없습니다.",
  },
  path_longer_than_stay: {
    en: "The waits up to “{step}” add up to more than the longest stay.",
    ko: "‘{step}’ 단계까지의 대기 합계가 최대 체류 기간보다 깁니다.",
  },
  duration_zero: { en: "A duration of zero does not wait.", ko: "기간이 0이면 기다리지 않습니다." },
  clock_gap: {
    en: "The clock skips {text} in {zone}; {at} is used.",
    ko: "{zone}에서는 {text} 시각이 없어 {at}을(를) 사용합니다.",
  },
  shadowed: {
    en: "Path {path} can never be taken: path {by} catches everyone first.",
    ko: "경로 {path}에는 아무도 들어올 수 없습니다. 경로 {by}에서 먼저 모두 처리됩니다.",
  },
  unknown_parameter: {
    en: "The action has no parameter {name}; its value is not used.",
    ko: "액션에 {name} 매개변수가 없어 값이 사용되지 않습니다.",
  },
  unknown_setting: {
    en: "The setting {name} is not known and not used.",
    ko: "{name} 설정은 알 수 없어 사용되지 않습니다.",
  },
  ends_here: {
    en: "A path of “{step}” ends without an End step.",
    ko: "‘{step}’ 단계의 한 경로가 종료 단계 없이 끝납니다.",
  },
  same_name: { en: "Two steps are called “{step}”.", ko: "이름이 ‘{step}’인 단계가 둘 있습니다." },
  expression_invalid: { en: "The expression cannot be used.", ko: "수식을 사용할 수 없습니다." },
  not_boolean: {
    en: "The rule gave neither true nor false.",
    ko: "규칙의 결과가 참도 거짓도 아닙니다.",
  },
  moment_null: { en: "The computed time is empty.", ko: "계산된 시각이 비어 있습니다." },
  not_a_moment: { en: "The computed value is no time.", ko: "계산된 값이 시각이 아닙니다." },
  moment_out_of_range: {
    en: "The moment is outside the calendar.",
    ko: "달력의 범위를 벗어난 시각입니다.",
  },
  too_many_steps: {
    en: "More than {limit} steps were taken at once.",
    ko: "한 번에 {limit}단계를 넘었습니다.",
  },
  action_http: {
    en: "The action failed: the other side answered {status}.",
    ko: "액션 실패: 상대 시스템이 {status}(으)로 응답했습니다.",
  },
  action_timeout: {
    en: "The action failed: no answer came in time.",
    ko: "액션 실패: 제시간에 응답이 오지 않았습니다.",
  },
  action_capped: {
    en: "The action failed: the other side allows no more calls now.",
    ko: "액션 실패: 상대 시스템이 지금은 호출을 더 받지 않습니다.",
  },
  action_connect: {
    en: "The action failed: no connection could be made.",
    ko: "액션 실패: 연결할 수 없습니다.",
  },
  action_dns: {
    en: "The action failed: the host name is not known.",
    ko: "액션 실패: 호스트 이름을 찾을 수 없습니다.",
  },
  action_tls: {
    en: "The action failed: the connection is not secure.",
    ko: "액션 실패: 보안 연결을 할 수 없습니다.",
  },
  action_blocked: {
    en: "The action failed: the address is not allowed.",
    ko: "액션 실패: 허용되지 않은 주소입니다.",
  },
  action_bad_answer: {
    en: "The action failed: the answer cannot be read.",
    ko: "액션 실패: 응답을 읽을 수 없습니다.",
  },
  action_too_large: {
    en: "The action failed: the answer is too large.",
    ko: "액션 실패: 응답이 너무 큽니다.",
  },
  action_unrendered: {
    en: "The action failed: the request could not be written.",
    ko: "액션 실패: 요청을 만들 수 없습니다.",
  },
  action_rejected: {
    en: "The action failed: the message was refused.",
    ko: "액션 실패: 메시지가 거부되었습니다.",
  },
  action_crashed: {
    en: "The action failed: every attempt ended the process that made it.",
    ko: "액션 실패: 시도할 때마다 호출하던 프로세스가 종료되었습니다.",
  },
  action_error: {
    en: "The action failed: something went wrong.",
    ko: "액션 실패: 문제가 발생했습니다.",
  },
  fetch_http: {
    en: "The look-up failed: the other side answered {status}.",
    ko: "조회 실패: 상대 시스템이 {status}(으)로 응답했습니다.",
  },
  fetch_timeout: {
    en: "The look-up failed: no answer came in time.",
    ko: "조회 실패: 제시간에 응답이 오지 않았습니다.",
  },
  fetch_capped: {
    en: "The look-up failed: the other side allows no more calls now.",
    ko: "조회 실패: 상대 시스템이 지금은 호출을 더 받지 않습니다.",
  },
  fetch_connect: {
    en: "The look-up failed: no connection could be made.",
    ko: "조회 실패: 연결할 수 없습니다.",
  },
  fetch_dns: {
    en: "The look-up failed: the host name is not known.",
    ko: "조회 실패: 호스트 이름을 찾을 수 없습니다.",
  },
  fetch_tls: {
    en: "The look-up failed: the connection is not secure.",
    ko: "조회 실패: 보안 연결을 할 수 없습니다.",
  },
  fetch_blocked: {
    en: "The look-up failed: the address is not allowed.",
    ko: "조회 실패: 허용되지 않은 주소입니다.",
  },
  fetch_bad_answer: {
    en: "The look-up failed: the answer cannot be read.",
    ko: "조회 실패: 응답을 읽을 수 없습니다.",
  },
  fetch_too_large: {
    en: "The look-up failed: the answer is too large.",
    ko: "조회 실패: 응답이 너무 큽니다.",
  },
  fetch_unrendered: {
    en: "The look-up failed: the request could not be written.",
    ko: "조회 실패: 요청을 만들 수 없습니다.",
  },
  fetch_rejected: {
    en: "The look-up failed: the message was refused.",
    ko: "조회 실패: 메시지가 거부되었습니다.",
  },
  fetch_crashed: {
    en: "The look-up failed: every attempt ended the process that made it.",
    ko: "조회 실패: 시도할 때마다 호출하던 프로세스가 종료되었습니다.",
  },
  fetch_error: {
    en: "The look-up failed: something went wrong.",
    ko: "조회 실패: 문제가 발생했습니다.",
  },
};
