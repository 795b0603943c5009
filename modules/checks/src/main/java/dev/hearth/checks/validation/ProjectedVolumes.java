package dev.hearth.checks.validation;

import com.google.common.collect.ImmutableSet;
import dev.hearth.checks.rule.Field;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What the API server asks of volumes that are put together from several sources.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/storage/projected-volumes/">Projected Volumes</a>
 */
final class ProjectedVolumes {

    private static final long SHORTEST_TOKEN = 600;
    private static final long LONGEST_TOKEN = 1L << 32;
    private static final ImmutableSet<String> FIELDS = ImmutableSet.of(
            "metadata.name", "metadata.namespace", "metadata.labels", "metadata.annotations", "metadata.uid");
    private static final List<String> KINDS = List.of("secret", "configMap", "downwardAPI", "serviceAccountToken");

    private final Field volume;
    private final Faults faults;
    private final Set<String> paths = new HashSet<>();

    private ProjectedVolumes(Field volume, Faults faults) {
        this.volume = volume;
        this.faults = faults;
    }

    static void validate(Field volume, Faults faults) {
        VolumeSources.mode(volume.get("defaultMode"), faults);
        ProjectedVolumes projected = new ProjectedVolumes(volume, faults);
        volume.get("sources").items().forEach(projected::source);
    }

    // Sources whose features are off unless somebody turns them on are dropped before anybody looks at them.
    private void source(Field source) {
        for (String kind : List.of("secret", "configMap")) {
            if (source.get(kind).present()) {
                keys(source.get(kind));
            }
        }
        for (Field item : source.get("downwardAPI").get("items").items()) {
            downward(item, source.get("downwardAPI"), faults);
            once(item.get("path"));
        }
        if (source.get("serviceAccountToken").present()) {
            token(source.get("serviceAccountToken"));
        }
        if (KINDS.stream().filter(kind -> source.get(kind).present()).count() > 1) {
            faults.forbidden(source, "must have only one kind of source");
        }
    }

    private void keys(Field source) {
        faults.present(source.get("name"));
        for (Field item : source.get("items").items()) {
            VolumeSources.file(item, faults);
            once(item.get("path"));
        }
    }

    private void once(Field path) {
        if (!path.empty() && !paths.add(path.textOrEmpty())) {
            faults.invalid(volume, "must not have two files of one path: " + path.textOrEmpty());
        }
    }

    /** The API server tells faults of the path at the volume. */
    private void token(Field token) {
        Field seconds = token.get("expirationSeconds");
        if (seconds.present()) {
            faults.within(seconds, SHORTEST_TOKEN, LONGEST_TOKEN);
        }
        VolumeSources.path(token.get("path"), volume.get("path"), faults);
    }

    /** Tells every fault of a file with a field of the pod; the API server leaves the index out of its paths. */
    static void downward(Field file, Field source, Faults faults) {
        VolumeSources.path(file.get("path"), source.get("path"), faults);
        Field field = file.get("fieldRef");
        Field resource = file.get("resourceFieldRef");
        if (field.present()) {
            DownwardApi.field(field, source.get("fieldRef"), FIELDS, faults);
            if (resource.present()) {
                faults.invalid(source, "must have only one of fieldRef and resourceFieldRef in each item");
            }
        } else if (resource.present()) {
            DownwardApi.resource(resource, source.get("resourceFieldRef"), true, faults);
        } else {
            faults.required(source, "must have fieldRef or resourceFieldRef in each item");
        }
        VolumeSources.mode(file.get("mode"), source.get("mode"), faults);
    }
}
