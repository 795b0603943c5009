package dev.hearth.checks.programs;

import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedSet;
import dev.hearth.checks.container.HeldFile;
import dev.hearth.checks.container.Mounts;
import dev.hearth.checks.rule.Context;
import dev.hearth.checks.rule.Field;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The data sources that a Grafana is given by the files of a tree.
 *
 * @param uids their uids
 * @param names their names, by which older dashboards ask for them
 * @param secret whether some of them stand in a Secret
 */
record KnownDataSources(ImmutableSortedSet<String> uids, ImmutableSet<String> names, boolean secret) {

    /** What every Grafana has. */
    private static final ImmutableSet<String> BUILT_IN = ImmutableSet.of(
            "", "grafana", "default", "-- Grafana --", "-- Mixed --", "-- Dashboard --", "__expr__", "-100");

    /** All of them; nothing where the tree does not tell, because others may write into the folder, or where there is none. */
    static Optional<KnownDataSources> of(GrafanaServer grafana, Context context) {
        TreeSet<String> uids = new TreeSet<>();
        TreeSet<String> names = new TreeSet<>();
        boolean secret = false;
        for (HeldFile file : grafana.provisioned("datasources")) {
            if (file.yaml().isEmpty()) {
                return Optional.empty();
            }
            secret |= file.secret();
            for (Field source : Field.of(file.yaml().get()).get("datasources").items()) {
                String uid = source.get("uid").textOrEmpty();
                String name = source.get("name").textOrEmpty();
                if (uid.isEmpty() || uid.contains("$") || name.contains("$")) {
                    return Optional.empty();
                }
                uids.add(uid);
                names.add(name);
            }
        }
        boolean whole = grafana.provisioning("datasources")
                .filter(folder -> whole(grafana, folder, context))
                .isPresent();
        return whole && !uids.isEmpty()
                ? Optional.of(new KnownDataSources(ImmutableSortedSet.copyOf(uids), ImmutableSet.copyOf(names), secret))
                : Optional.empty();
    }

    private static boolean whole(GrafanaServer grafana, String folder, Context context) {
        Mounts mounts = grafana.mounts();
        return mounts.of(folder).map(mount -> whole(grafana, mount, context)).orElse(true)
                && mounts.below(folder).stream().allMatch(mount -> whole(grafana, mount, context));
    }

    /** Whether everything on that mount comes out of ConfigMaps of the tree, or out of Secrets that are in clear. */
    private static boolean whole(GrafanaServer grafana, Field mount, Context context) {
        Field volume = grafana.mounts().volume(mount);
        Field secret = volume.get("secret");
        if (secret.present() || volume.get("configMap").present()) {
            return inTree(grafana, mount, volume, context);
        }
        return volume.get("projected").present()
                && volume.get("projected").get("sources").items().stream()
                        .allMatch(source -> inTree(grafana, mount, source, context));
    }

    private static boolean inTree(GrafanaServer grafana, Field mount, Field source, Context context) {
        if (source.get("configMap").present()) {
            return context.graph()
                    .find(
                            "",
                            "ConfigMap",
                            grafana.workload().identity().namespace(),
                            source.get("configMap").get("name").textOrEmpty())
                    .isPresent();
        }
        String folder = mount.get("mountPath").textOrEmpty().replaceFirst("/+$", "");
        return source.get("secret").present()
                && (grafana.files().at(folder).isPresent()
                        || grafana.files().below(folder).stream().anyMatch(HeldFile::secret));
    }

    /** Whether there is one of that uid, or only Grafana itself can tell which is meant. */
    boolean uid(String uid) {
        return BUILT_IN.contains(uid) || uid.contains("$") || uids.contains(uid);
    }

    /** The same for what may be a name as well. */
    boolean any(String word) {
        return uid(word) || names.contains(word);
    }

    /** Their uids, for people. */
    String listed() {
        return secret ? "others, by a Secret" : String.join(", ", uids);
    }

    /** Those that are asked for in a file but are not there, for people. */
    static String missing(HeldFile file, Set<String> missing) {
        return file.secret() ? "what is not shown" : String.join(", ", missing);
    }
}
