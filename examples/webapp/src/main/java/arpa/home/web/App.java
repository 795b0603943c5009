package arpa.home.web;

import static dev.hearth.dsl.Units.cpu;
import static dev.hearth.dsl.Units.memory;
import static dev.hearth.dsl.Units.seconds;

import dev.hearth.dsl.ClusterView;
import dev.hearth.dsl.Component;
import dev.hearth.dsl.Image;
import dev.hearth.dsl.Manifests;
import dev.hearth.dsl.Offers;
import dev.hearth.dsl.Port;
import dev.hearth.dsl.Value;
import dev.hearth.dsl.config.Config;
import dev.hearth.dsl.config.PropertiesFile;
import dev.hearth.dsl.route.Route;
import dev.hearth.dsl.workload.Autoscaler;
import dev.hearth.dsl.workload.Probe;
import dev.hearth.dsl.workload.ScalingRules;
import dev.hearth.dsl.workload.Workload;

/** A single-page application: the built files of a React project behind a small server that scales with its load. */
public record App() implements Component {

    /** What a browser may load on behalf of the page; said once for the server and for the ingress. */
    static final String CONTENT_SECURITY_POLICY = "default-src 'self'";

    /** Your own image: it serves the built files on port 8080, as any user but root, and writes to /tmp only. */
    private static final Image IMAGE = Image.parse("registry.home.arpa/web/app:1.0.0");

    private static final Port HTTP = Port.http(8080);

    private static final String HOST = "app";

    @Override
    public String namespace() {
        return "default";
    }

    @Override
    public Offers offers() {
        return server().offers();
    }

    @Override
    public Manifests manifests(ClusterView cluster) {
        Workload server = server();
        return Manifests.of(
                server,
                Route.at(HOST)
                        .to(server.service(HTTP))
                        .responseHeader("Content-Security-Policy", CONTENT_SECURITY_POLICY)
                        .open("the page is for everyone; it holds no data of its own"));
    }

    private static Workload server() {
        return Workload.deployment("app-deployment")
                .image(IMAGE)
                .port(HTTP)
                .mount(config(), "/etc/app")
                .scratch("/tmp")
                .readiness(Probe.http(HTTP, "/"))
                .liveness(Probe.http(HTTP, "/").failures(6))
                // The autoscaler's percentages are of these.
                .requests(cpu("50m"), memory("64Mi"))
                .limits(memory("128Mi"))
                .runAs(1000, 1000)
                .autoscaler(Autoscaler.between(3, 10)
                        .named("app-hpa")
                        .cpu(70)
                        .memory(80)
                        .scaleUp(ScalingRules.stabilized(seconds(60)).percent(100, seconds(15)))
                        .scaleDown(ScalingRules.stabilized(seconds(300)).percent(50, seconds(60))))
                .metrics(HTTP, "/metrics");
    }

    private static Config config() {
        Value origin = Value.of("https://").then(Value.publicHost(HOST));
        return Config.named("app-config")
                .properties(
                        "app.properties",
                        PropertiesFile.empty()
                                .set("server.port", Integer.toString(HTTP.number()))
                                .set("server.host", "0.0.0.0")
                                .blank()
                                .comment("Database configuration")
                                .set("db.host", "postgres.database.local")
                                .set("db.port", "5432")
                                .set("db.name", "appdb")
                                .blank()
                                .comment("Redis configuration")
                                .set("redis.host", "redis.cache.local")
                                .set("redis.port", "6379")
                                .blank()
                                .comment("Monitoring configuration")
                                .set("metrics.enabled", "true")
                                .set("metrics.endpoint", "/metrics")
                                .blank()
                                .comment("Security settings")
                                .set("security.cors.allowed-origins", origin)
                                .set("security.headers.content-security-policy", CONTENT_SECURITY_POLICY));
    }
}
