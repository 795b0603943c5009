package dev.hearth.platform.access;

import dev.hearth.dsl.workload.Access;

/** What MetalLB's programs may do, as upstream's roles have it for layer 2 without its own certificates. */
record MetalLbAccess(String deployment) {

    private static final String GROUP = "metallb.io";
    private static final String[] READ = {"get", "list", "watch"};

    Access[] controller() {
        return new Access[] {
            Access.to("services", "namespaces").verbs(READ).clusterWide(),
            Access.to("nodes").verbs("list").clusterWide(),
            Access.to("services/status").verbs("update").clusterWide(),
            events(),
            reviews("authentication.k8s.io", "tokenreviews"),
            reviews("authorization.k8s.io", "subjectaccessreviews"),
            states().verbs("create", "delete", "get", "list", "patch", "update", "watch"),
            Access.to("configurationstates/status").group(GROUP).verbs("get", "patch", "update"),
            Access.to("deployments").group("apps").only(deployment).verbs("get"),
            // The key of the speakers' gossip.
            Access.to("secrets").verbs("create", "get", "list", "watch"),
            Access.to("ipaddresspools/status").group(GROUP).verbs("update"),
            settings(),
            own()
        };
    }

    Access[] speaker() {
        return new Access[] {
            Access.to("services", "endpoints", "nodes", "namespaces")
                    .verbs(READ)
                    .clusterWide(),
            Access.to("endpointslices").group("discovery.k8s.io").verbs(READ).clusterWide(),
            events(),
            reviews("authentication.k8s.io", "tokenreviews"),
            reviews("authorization.k8s.io", "subjectaccessreviews"),
            Access.to(
                            "servicel2statuses",
                            "servicel2statuses/status",
                            "configurationstates",
                            "configurationstates/status")
                    .group(GROUP)
                    .verbs("create", "delete", "get", "list", "patch", "update", "watch"),
            Access.to("servicel2statuses", "configurationstates")
                    .group(GROUP)
                    .verbs(READ)
                    .clusterWide(),
            Access.to("secrets").verbs(READ),
            settings(),
            own()
        };
    }

    /** The kinds of other protocols are read too, and refused where they are wrong. */
    private static Access settings() {
        return Access.to(
                        "ipaddresspools",
                        "l2advertisements",
                        "bgppeers",
                        "bgpadvertisements",
                        "bfdprofiles",
                        "communities",
                        "servicebgpstatuses")
                .group(GROUP)
                .verbs(READ);
    }

    private static Access own() {
        return Access.to("pods", "configmaps").verbs(READ);
    }

    private static Access events() {
        return Access.to("events").verbs("create", "patch").clusterWide();
    }

    /** Who asks for metrics shows a token. */
    private static Access reviews(String group, String resource) {
        return Access.to(resource).group(group).verbs("create").clusterWide();
    }

    private static Access states() {
        return Access.to("configurationstates").group(GROUP);
    }
}
