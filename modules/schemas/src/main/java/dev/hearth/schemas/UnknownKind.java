package dev.hearth.schemas;

import com.google.common.collect.ImmutableSetMultimap;
import dev.hearth.manifest.Identity;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Says what may be meant with a kind that is not known. */
final class UnknownKind {

    private UnknownKind() {}

    static String message(String apiVersion, String kind, Schemas schemas) {
        ImmutableSetMultimap<String, String> known = schemas.kinds(Identity.groupOf(apiVersion));
        Optional<String> served = known.entries().stream()
                .filter(entry -> entry.getValue().equals(kind))
                .map(Map.Entry::getKey)
                .findFirst();
        if (served.isPresent()) {
            return apiVersion + " of " + kind + " is not served" + in(schemas) + "; use " + served.get();
        }
        Optional<String> elsewhere = elsewhere(kind, schemas);
        if (known.containsKey(apiVersion)) {
            return apiVersion + " has no kind " + kind
                    + Likeness.nearest(kind, known.get(apiVersion))
                            .map(nearest -> "; did you mean " + nearest + "?")
                            .or(() -> elsewhere.map(other -> "; it is in " + other))
                            .orElse("");
        }
        return apiVersion + " is not served" + in(schemas)
                + elsewhere
                        .map(other -> "; " + kind + " is in " + other)
                        .or(() -> Likeness.nearest(apiVersion, groups(schemas))
                                .map(near -> "; did you mean " + near + "?"))
                        .orElse("");
    }

    private static String in(Schemas schemas) {
        return " in Kubernetes " + schemas.dataVersion();
    }

    private static Optional<String> elsewhere(String kind, Schemas schemas) {
        return schemas.all()
                .filter(entry -> entry.kind().equals(kind))
                .map(KindEntry::apiVersion)
                .min(ApiVersions.PRIORITY);
    }

    private static List<String> groups(Schemas schemas) {
        return schemas.all().map(KindEntry::apiVersion).distinct().sorted().toList();
    }
}
