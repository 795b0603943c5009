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
            certificate, at a Gateway that is there already and lets ListenerSets of all namespaces in; each piece of a route is an
            HTTPRoute beside its services, so nothing refers to another namespace, and no ReferenceGrant is needed.

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
