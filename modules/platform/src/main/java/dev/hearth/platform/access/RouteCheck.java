package dev.hearth.platform.access;

import static dev.hearth.dsl.Units.cpu;
import static dev.hearth.dsl.Units.memory;
import static dev.hearth.dsl.Units.minutes;
import static java.util.Objects.requireNonNull;

import dev.hearth.dsl.Band;
import dev.hearth.dsl.ClusterView;
import dev.hearth.dsl.Component;
import dev.hearth.dsl.Manifests;
import dev.hearth.dsl.Names;
import dev.hearth.dsl.Offers;
import dev.hearth.dsl.route.RouteCheckOffer;
import dev.hearth.dsl.workload.Volume;
import dev.hearth.dsl.workload.Workload;
import dev.hearth.platform.Catalogue;
import java.util.Optional;

/**
 * A job that opens every route of the cluster after its sync, and fails where one does not answer or shows a certificate that it
 * does not trust.
 *
 * <pre>{@code
 * RouteCheck.named("route-check").trust("internal-ca", "ca.crt")
 * }</pre>
 *
 * <p>It comes last in the order of a sync, and again as soon as there is another route. Any answer counts that is not the fault of
 * the server (5xx): a route that asks for a login, or that lets others in only, answers too. Names must lead to the ingress
 * inside of the cluster as well.
 *
 * @param name the name of the component and of its objects
 * @param trust where the certificates of the authorities are by which routes are judged; empty for those that every machine knows
 */
public record RouteCheck(String name, Optional<Trust> trust) implements Component {

    /**
     * Certificates of authorities, in PEM.
     *
     * @param configMap a ConfigMap in the namespace of the component, which something else makes
     * @param key its key
     */
    public record Trust(String configMap, String key) {

        public Trust {
            Names.subdomain("ConfigMap", configMap);
            Names.key("key of ConfigMap " + configMap, key);
        }
    }

    private static final String ROUTES = "/etc/routes";
    private static final String CERTIFICATES = "/etc/trust";
    private static final int USER = 100;
    private static final int GROUP = 101;

    public RouteCheck {
        Names.label("component name", name);
        requireNonNull(trust, "trust");
    }

    /** A check that trusts public authorities. */
    public static RouteCheck named(String name) {
        return new RouteCheck(name, Optional.empty());
    }

    /** A copy that trusts the authorities at that key of a ConfigMap in its namespace, and no others. */
    public RouteCheck trust(String configMap, String key) {
        return new RouteCheck(name, Optional.of(new Trust(configMap, key)));
    }

    @Override
    public Band band() {
        return Band.SECURITY;
    }

    @Override
    public Offers offers() {
        return Offers.of(new RouteCheckOffer(bare().pods(), list()));
    }

    @Override
    public Manifests manifests(ClusterView cluster) {
        Workload job = bare().image(Catalogue.image("curl"))
                .command("/bin/sh", "-c")
                .args(script())
                .env("ROUTES", ROUTES + "/" + RouteCheckOffer.KEY)
                .mount(Volume.existingConfig("routes", list()), ROUTES)
                .runAs(USER, GROUP)
                .scratch("/tmp")
                .requests(cpu("10m"), memory("16Mi"))
                .limits(memory("64Mi"))
                .backoffLimit(2)
                .deadline(minutes(30))
                .annotation("argocd.argoproj.io/hook", "PostSync")
                .annotation("argocd.argoproj.io/hook-delete-policy", "BeforeHookCreation");
        return Manifests.of(trust.map(
                        authorities -> job.mount(Volume.existingConfig("trust", authorities.configMap()), CERTIFICATES)
                                .env("CURL_CA_BUNDLE", CERTIFICATES + "/" + authorities.key()))
                .orElse(job));
    }

    private Workload bare() {
        return Workload.job(name);
    }

    private String list() {
        return name + "-routes";
    }

    /** A certificate may still be on its way, so each route is tried for some minutes. */
    private static String script() {
        return """
                set -u
                failed=0
                while IFS= read -r url; do
                  code="$(curl --silent --show-error --output /dev/null --write-out '%{http_code}' --max-time 20 \\
                    --retry "${RETRIES:-20}" --retry-delay "${DELAY:-10}" --retry-all-errors "$url")"
                  case "$?:$code" in
                    0:[1-4]??) echo "$url answers with $code" ;;
                    0:*) echo "$url answers with $code" >&2; failed=1 ;;
                    *) echo "$url does not answer" >&2; failed=1 ;;
                  esac
                done < "$ROUTES"
                exit "$failed"
                """;
    }
}
