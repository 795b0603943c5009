package dev.hearth.platform.access;

import dev.hearth.dsl.dashboard.Dashboard;
import dev.hearth.platform.ComponentPanels;

/** Who is let through to what stands behind a login. */
final class OAuth2ProxyDashboard {

    private OAuth2ProxyDashboard() {}

    static Dashboard of(OAuth2Proxy oAuth2Proxy) {
        ComponentPanels panels = ComponentPanels.in(oAuth2Proxy.namespace());
        return panels.pods(ComponentPanels.dashboard(oAuth2Proxy.name(), "OAuth2 Proxy")
                .panel(panels.now(
                        "Let through within a day",
                        "ceil(sum(increase(oauth2_proxy_requests_total{here,code=~\"2..\"}[1d])))"))
                .panel(panels.now(
                                "Refused within a day",
                                "ceil(sum(increase(oauth2_proxy_requests_total{here,code=~\"401|403\"}[1d])))")
                        .orElse("0"))
                .panel(panels.rate("Answers", "oauth2_proxy_requests_total{here}", "code"))
                .panel(panels.durations("Time for an answer", "oauth2_proxy_response_duration_seconds_bucket{here}")));
    }
}
