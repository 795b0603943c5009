package dev.hearth.platform;

import static dev.hearth.dsl.Units.cpu;
import static dev.hearth.dsl.Units.days;
import static dev.hearth.dsl.Units.gib;
import static dev.hearth.dsl.Units.hours;
import static dev.hearth.dsl.Units.memory;
import static dev.hearth.dsl.Units.mib;
import static dev.hearth.dsl.Units.minutes;
import static dev.hearth.platform.SmallCluster.data;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableSet;
import dev.hearth.dsl.Ask;
import dev.hearth.dsl.ClusterView;
import dev.hearth.dsl.Component;
import dev.hearth.dsl.Image;
import dev.hearth.dsl.Manifests;
import dev.hearth.dsl.Port;
import dev.hearth.dsl.route.CacheControl;
import dev.hearth.dsl.route.Route;
import dev.hearth.dsl.workload.Probe;
import dev.hearth.dsl.workload.Workload;
import dev.hearth.platform.access.CertManager;
import dev.hearth.platform.access.NginxIngress;
import dev.hearth.platform.data.KeyEvent;
import dev.hearth.platform.data.Postgres;
import dev.hearth.platform.data.Redis;
import dev.hearth.platform.data.RedisClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What the page on caches, {@code docs/caching.md}, says of the settings. */
class CachingTest {

    private static final Redis CACHE = Redis.named("cache")
            .cache(mib(256))
            .keyspaceNotifications(KeyEvent.GENERIC, KeyEvent.STRING, KeyEvent.EXPIRED, KeyEvent.EVICTED);

    private record Photos(RedisClient cache) implements Component {

        private static final Port HTTP = Port.http(8080);

        @Override
        public ImmutableSet<Ask> asks() {
            return ImmutableSet.of(cache);
        }

        @Override
        public Manifests manifests(ClusterView cluster) {
            Workload web = Workload.deployment("photos")
                    .image(Image.of("registry.example.org/photos", "1"))
                    .env("REDIS_URL", cache.credential().key("url"))
                    .reaches(cache.master())
                    .port(HTTP)
                    .runAs(1000, 1000)
                    .requests(cpu("10m"), memory("32Mi"))
                    .limits(memory("64Mi"))
                    .readiness(Probe.http(HTTP, "/"))
                    .liveness(Probe.http(HTTP, "/"));
            return Manifests.of(
                    web,
                    Route.at("photos")
                            .to(web.service(HTTP))
                            .cache(minutes(10))
                            .cacheControl(CacheControl.shared(hours(1)).inNetworks(days(7)))
                            .open("the album is public"));
        }
    }

    private static SmallCluster cluster() {
        return SmallCluster.of(
                CertManager.named("cert-manager"),
                NginxIngress.named("ingress").snippets("pages are cached").cache("pages", gib(1)),
                CACHE,
                Postgres.named("postgres").memory(gib(2)).setting("random_page_cost", "1.1"),
                new Photos(CACHE.client("photos")));
    }

    @Test
    void an_answer_is_kept_at_every_place_that_the_page_names() {
        SmallCluster cluster = cluster();

        assertThat(cluster.findings()).isEmpty();
        assertThat(String.valueOf(
                        cluster.object("Ingress", "photos").annotations().get("nginx.org/location-snippets")))
                .contains(
                        "add_header Cache-Control \"public, max-age=3600, s-maxage=604800\";",
                        "proxy_cache pages;",
                        "proxy_cache_valid 200 301 302 600s;",
                        "proxy_no_cache $http_authorization $http_cookie;");
        assertThat(data(cluster.object("ConfigMap", "ingress")).get("http-snippets"))
                .contains("keys_zone=pages:10m max_size=1024m");
        assertThat(data(cluster.object("ConfigMap", "cache")).get("redis.conf"))
                .contains("maxmemory-policy allkeys-lru", "appendonly no", "notify-keyspace-events \"KEg$xe\"");
        assertThat(data(cluster.object("ConfigMap", "postgres")).get("postgresql.conf"))
                .contains("shared_buffers = '512MB'", "random_page_cost = '1.1'");
    }

    @Test
    void the_page_names_every_kind_of_event_that_the_example_asks_for() throws IOException {
        String page = Files.readString(Path.of("../../docs/caching.md"), UTF_8);

        assertThat(CACHE.notifications()).allMatch(event -> page.contains("KeyEvent." + event));
        assertThat(page)
                .contains("Route.cacheControl", "NginxIngress.cache", "CacheControl.browsers", "rollout restart");
    }
}
