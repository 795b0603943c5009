package dev.hearth.dsl.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class DialectsTest {

    private static final String PAGE = """
            # Routes and ingress controllers

            A route says what it wants; the component of the ingress controller offers the dialect in which the controller is
            told. This table is written by `Dialects.table()`, by asking each dialect for each intent, so it is what really
            happens. "Finding" means that the render stops with `route.dialect` and a remedy: nothing is dropped. An option
            such as `withSnippets()` tells Hearth that the component has set its controller up accordingly. Where a route wants
            websockets and says no timeouts, both are an hour. For a service that speaks gRPC, buffering is off by itself, and
            websockets and caching are findings.

            NGINX Gateway Fabric is told by objects of the Gateway API: each host has a ListenerSet of its own beside its
            certificate, at a Gateway that lets ListenerSets of all namespaces in; each piece of a route is an HTTPRoute beside its
            services, so nothing takes a service or a Secret of another namespace, and no ReferenceGrant is needed.

            ## A Gateway in place of an ingress controller

            The component `NginxGatewayFabric` brings the Gateway with all that belongs to it; nothing has to be there before but
            cert-manager. Routes stay as they are. Where the cluster has several ways in, a route chooses one with `through("gateway")`.

            ```java
            CertManager.named("cert-manager"),
            NginxGatewayFabric.named("gateway")                              // ports 80 and 443 of every node
            NginxGatewayFabric.named("gateway").loadBalancer().replicas(2)   // or the site's address for load balancers
            ```

            | part | what it is |
            | --- | --- |
            | definitions | those of the Gateway API (standard channel) and of the controller, each an Application of its own that comes first |
            | control plane | a Deployment of the tree. It reads routes and Secrets of all namespaces, and writes in its own alone |
            | Gateway, GatewayClass, NginxProxy | one each. The listeners of the Gateway itself keep both ports open and take no routes of others; who calls a host that no route has gets 404, and by https a certificate that nobody trusts |
            | the pods that serve it | made by the control plane, named `<gateway>-<class>`: a DaemonSet with host ports, or a Deployment behind a Service of type LoadBalancer |
            | certificates | control plane and pods know each other by certificates of an authority of their own, which cert-manager renews, in place of upstream's Job |

            The pods are made in the running cluster, so no tree holds them; flows, monitor and disruption budget find them by their label
            `app.kubernetes.io/name`. They are `restricted` as upstream makes them: no root, no capabilities, a read-only file system, the
            profile RuntimeDefault, and the sysctl for low ports that Pod Security takes for safe. Host ports alone ask for a namespace
            that is `privileged`.

            A controller or Gateway that is there already is declared with `Site.preinstalled(...)` and an `IngressOffer` whose dialect is
            `Dialect.nginxGateway("public", "nginx-gateway")`. Its Gateway must say `spec.allowedListeners.namespaces.from: All`, which
            takes definitions of the Gateway API from 1.5 on.

            ## What becomes of a route

            """;

    @Test
    void the_page_about_routes_holds_the_table_that_the_dialects_give() {
        Expected.same(Path.of("../../docs/routes.md"), PAGE + Dialects.table());
    }

    @Test
    void the_table_is_the_same_each_time() {
        assertThat(Dialects.table()).isEqualTo(Dialects.table());
    }
}
