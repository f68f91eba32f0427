import "./styles/base.css";
import "./styles/pages.css";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { JourneysPage } from "./journeys/JourneysPage";
import { mount } from "./ui/page";

const client = new QueryClient();

mount(() => (
  <QueryClientProvider client={client}>
    <JourneysPage />
  </QueryClientProvider>
));
