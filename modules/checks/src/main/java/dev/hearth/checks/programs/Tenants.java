package dev.hearth.checks.programs;

import com.google.common.collect.ImmutableSet;
import dev.hearth.checks.rule.Context;
import dev.hearth.checks.rule.Rule;
import dev.hearth.findings.Finding;
import dev.hearth.graph.PodSource;
import dev.hearth.manifest.Identity;
import dev.hearth.manifest.Manifest;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * {@code config.tenant}: a store that keeps several tenants apart refuses who does not say which one it is. Only who goes straight to
 * the store's pods is judged; what stands between may say it for others.
 *
 * @see <a href="https://grafana.com/docs/loki/latest/operations/multi-tenancy/">Tenants of Loki</a>
 * @see <a href="https://grafana.com/docs/mimir/latest/manage/secure/authentication-and-authorization/">Tenants of Mimir</a>
 */
final class Tenants implements Rule {

    private static final String ID = "config.tenant";

    @Override
    public ImmutableSet<String> ids() {
        return ImmutableSet.of(ID);
    }

    @Override
    public void check(Context context, Consumer<Finding> findings) {
        IdentityHashMap<Manifest, List<ProgramConfig>> configurations = new IdentityHashMap<>();
        Map<Identity, ProgramConfig> stores = new HashMap<>();
        for (Manifest object : context.objects()) {
            List<ProgramConfig> read = ProgramConfig.of(object, context);
            configurations.put(object, read);
            read.stream().filter(Tenants::several).forEach(config -> stores.put(object.identity(), config));
        }
        if (stores.isEmpty()) {
            return;
        }
        for (Manifest object : context.objects()) {
            Calls.of(object, configurations.getOrDefault(object, List.of()), context)
                    .filter(call -> !call.tenant())
                    .forEach(call -> judge(call, stores, context, findings));
        }
    }

    private static void judge(
            Call call, Map<Identity, ProgramConfig> stores, Context context, Consumer<Finding> findings) {
        Optional<ServiceAddress> address = ServiceAddress.of(call.address(), call.namespace(), context);
        address.flatMap(to -> store(to, stores, context))
                .ifPresent(store -> findings.accept(call.place()
                        .error(
                                ID,
                                call.words() + " to "
                                        + address.map(to -> to.service().toString())
                                                .orElse("") + " without a tenant, but "
                                        + store.workload() + " runs a " + store.program()
                                        + " that keeps tenants apart: it refuses every request",
                                call.remedy() + "; or write " + key(store)
                                        + ": false there, where there is but one tenant")));
    }

    /** The store whose pods, and no others, the address leads to. */
    private static Optional<ProgramConfig> store(
            ServiceAddress address, Map<Identity, ProgramConfig> stores, Context context) {
        List<PodSource> pods = address.pods(context);
        boolean straight = !pods.isEmpty()
                && pods.stream().allMatch(pod -> {
                    ProgramConfig store = stores.get(pod.maker().identity());
                    return store != null
                            && address.reaches(
                                    pod, store.container().field().get("name").textOrEmpty());
                });
        return straight ? Optional.ofNullable(stores.get(pods.get(0).maker().identity())) : Optional.empty();
    }

    /** Whether a store keeps tenants apart, for certain. */
    static boolean several(ProgramConfig config) {
        boolean usual = config.is("loki") || config.is("mimir");
        String key = key(config);
        if (key.isEmpty()
                || config.varies(key)
                || config.argued("auth.enabled")
                || config.argued("multitenancy.enabled")
                || config.argued("multitenancy-enabled")) {
            return false;
        }
        return config.field(key).present() ? config.field(key).isTrue() : usual;
    }

    private static String key(ProgramConfig config) {
        return switch (config.program()) {
            case "loki" -> "auth_enabled";
            case "mimir", "tempo", "pyroscope" -> "multitenancy_enabled";
            default -> "";
        };
    }
}
