package dev.hearth.dsl.workload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.dsl.Data;
import dev.hearth.dsl.Image;
import dev.hearth.dsl.Peer;
import dev.hearth.dsl.Pods;
import dev.hearth.dsl.Port;
import dev.hearth.dsl.ServiceRef;
import dev.hearth.dsl.Traffic;
import dev.hearth.dsl.Value;
import dev.hearth.dsl.config.Config;
import dev.hearth.dsl.config.PropertiesFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class WorkloadFlowsTest {

    private static final String TO_CACHE = "shop/app -> data/cache TCP 6380";

    private static Workload app() {
        return Workload.deployment("app").image(Image.of("ghcr.io/example/app", "1"));
    }

    static Stream<Workload> uses_of_a_reference() {
        Value url = Cache.REF.url();
        Container side = Container.named("side").image(Image.of("ghcr.io/example/side", "1"));
        return Stream.of(
                app().env("URL", url),
                app().arg(Value.of("--cache=").then(url)),
                app().mount(Config.named("c").file("f", url), "/etc/c"),
                app().mount(Config.named("c").yaml("f", Data.map("a", Data.list(Data.map("url", url)))), "/etc/c"),
                app().mount(Config.named("c").json("f", Data.map("url", url)), "/etc/c"),
                app().mount(
                                Config.named("c")
                                        .properties("f", PropertiesFile.empty().set("url", url)),
                                "/etc/c"),
                app().mount(
                                Volume.projected(
                                        "all", Volume.config(Config.named("c").file("f", url))),
                                "/etc/c"),
                app().env("URL", Config.named("c").value("URL", url).key("URL")),
                app().envFrom(Config.named("c").value("URL", url)),
                app().sidecar(side.env("URL", url)),
                app().initContainer(side.arg(url)),
                app().nativeSidecar(side.mount(Config.named("c").file("f", url), "/etc/c")),
                app().reaches(Cache.REF));
    }

    @ParameterizedTest
    @MethodSource("uses_of_a_reference")
    void opens_the_pods_behind_every_service_whose_address_it_uses(Workload workload) {
        assertThat(Expanded.of(workload).flows()).containsExactly(TO_CACHE);
    }

    @Test
    void opens_each_service_once() {
        assertThat(Expanded.of(app().env("A", Cache.REF.host()).env("B", Cache.REF.portNumber()))
                        .flows())
                .containsExactly(TO_CACHE);
    }

    @Test
    void reaches_and_is_reached_as_it_says() {
        Port http = Port.http(8080).servedAt(80);
        Port gossip = Port.tcp("gossip", 7946);

        assertThat(Expanded.of(app().port(http)
                                .port(gossip)
                                .reaches(Peer.outside("acme.example"), Port.https(443))
                                .reachedFrom(Peer.anywhere(), http)
                                .peers(gossip)
                                .access(Access.to("pods").verbs("get")))
                        .flows())
                .containsExactly(
                        "shop/app -> Outside[host=acme.example] TCP 443",
                        "Anywhere[] -> shop/app TCP 8080",
                        "shop/app -> shop/app TCP 7946",
                        "shop/app -> ApiServer[] TCP 16443");
    }

    @Test
    void speaks_for_pods_of_others_too() {
        Pods pods = Pods.labelled("scraper", "app", "scraper");

        assertThat(Expanded.of(Traffic.of(pods).reaches(Cache.REF).reachesApiServer())
                        .flows())
                .containsExactly("shop/scraper -> data/cache TCP 6380", "shop/scraper -> ApiServer[] TCP 16443");
    }

    @Test
    void finds_references_that_lead_nowhere() {
        assertThat(Expanded.of(app().env(
                                        "URL",
                                        ServiceRef.of("data", "cache", "http").url()))
                        .findings())
                .contains(
                        "link.service-port: refers to port 'http' of Service cache of component data; it has redis (6379)");
    }
}
