package dev.hearth.platform.security;

import dev.hearth.dsl.dashboard.Dashboard;
import dev.hearth.dsl.dashboard.Table;
import dev.hearth.platform.ComponentPanels;

/** Which images and settings Trivy finds fault with. */
final class TrivyDashboard {

    private TrivyDashboard() {}

    static Dashboard of(String name, String namespace) {
        ComponentPanels panels = ComponentPanels.in(namespace);
        return panels.pods(ComponentPanels.dashboard(name, "Trivy")
                .panel(panels.none("Critical", "sum(trivy_image_vulnerabilities{severity=\"Critical\"})"))
                .panel(panels.now("High", "sum(trivy_image_vulnerabilities{severity=\"High\"})"))
                .panel(panels.none("Secrets in images", "sum(trivy_image_exposedsecrets)"))
                .panel(panels.now("Settings, critical", "sum(trivy_resource_configaudits{severity=\"Critical\"})"))
                .panel(panels.now("Roles, critical", "sum(trivy_role_rbacassessments{severity=\"Critical\"})"))
                .panel(panels.over("Images", "sum by (severity) (trivy_image_vulnerabilities)", "{{severity}}")
                        .stacked())
                .panel(panels.over("Settings", "sum by (severity) (trivy_resource_configaudits)", "{{severity}}")
                        .stacked())
                .panel(Table.of("Images with critical faults", "image_repository", "image_tag")
                        .query(
                                "topk(20, sum by (image_repository, image_tag) (trivy_image_vulnerabilities{severity=\"Critical\"}) > 0)",
                                "Critical")
                        .orElse("none")));
    }
}
