package dev.hearth.checks.links;

import com.google.common.collect.ImmutableSet;
import dev.hearth.checks.rule.Context;
import dev.hearth.checks.rule.Field;
import dev.hearth.checks.rule.Rule;
import dev.hearth.findings.Finding;
import dev.hearth.findings.Severity;
import dev.hearth.manifest.FieldPath;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Mapping;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * {@code argo.owner}: no two Applications of Argo CD bring the same objects, by one source for one destination.
 *
 * @see <a href="https://argo-cd.readthedocs.io/en/stable/user-guide/sync-options/#fail-the-sync-if-a-shared-resource-is-found">Shared resources</a>
 */
final class ApplicationOverlaps implements Rule {

    private static final String ID = "argo.owner";

    /** A folder of a repository as an Application takes it. */
    private record Folder(String repository, String revision, String path, String destination) {

        Folder at(String other) {
            return new Folder(repository, revision, other, destination);
        }
    }

    private record Source(Manifest application, FieldPath at, Folder folder, Mapping content, boolean deep) {}

    @Override
    public ImmutableSet<String> ids() {
        return ImmutableSet.of(ID);
    }

    @Override
    public void check(Context context, Consumer<Finding> findings) {
        List<Source> sources = new ArrayList<>();
        context.graph().all("argoproj.io", "Application").forEach(application -> read(application, sources));
        Map<Folder, Source> first = new HashMap<>();
        Map<Folder, Source> deep = new HashMap<>();
        for (Source source : sources) {
            Optional.ofNullable(first.putIfAbsent(source.folder(), source))
                    .filter(other -> rivals(source, other))
                    .ifPresent(other -> say(source, other, "the same folder", context, findings));
            if (source.deep()) {
                deep.putIfAbsent(source.folder(), source);
            }
        }
        for (Source source : sources) {
            above(source, deep).ifPresent(other -> say(source, other, "a folder above this one", context, findings));
        }
    }

    private static void read(Manifest application, List<Source> sources) {
        Field spec = Field.of(application).get("spec");
        Field target = spec.get("destination");
        String destination =
                target.get("server").textOrEmpty() + " " + target.get("name").textOrEmpty() + " "
                        + target.get("namespace").textOrEmpty();
        List<Field> all = new ArrayList<>(spec.get("sources").items());
        all.add(spec.get("source"));
        for (Field source : all) {
            String path = source.get("path").textOrEmpty();
            if (!path.isEmpty() && !path.contains("{{")) {
                Folder folder = new Folder(
                        repository(source.get("repoURL").textOrEmpty()),
                        source.get("targetRevision").text().orElse("HEAD"),
                        path.replaceAll("^\\./|/+$", ""),
                        destination);
                boolean recurses = source.get("directory").get("recurse").isTrue();
                boolean narrowed = source.get("directory").get("include").present()
                        || source.get("directory").get("exclude").present();
                sources.add(new Source(
                        application, source.get("path").path(), folder, source.mapping(), recurses && !narrowed));
            }
        }
    }

    private static String repository(String url) {
        return url.endsWith(".git") ? url.substring(0, url.length() - 4) : url;
    }

    /** Two that say the same of the folder; values, images or names of their own make other objects of it. */
    private static boolean rivals(Source one, Source other) {
        return !one.application().identity().equals(other.application().identity())
                && settings(one).equals(settings(other));
    }

    private static Mapping settings(Source source) {
        return source.content()
                .without("repoURL")
                .without("path")
                .without("targetRevision")
                .without("ref");
    }

    private static Optional<Source> above(Source source, Map<Folder, Source> deep) {
        String path = source.folder().path();
        while (path.contains("/")) {
            path = path.substring(0, path.lastIndexOf('/'));
            Source other = deep.get(source.folder().at(path));
            if (other != null
                    && !other.application()
                            .identity()
                            .equals(source.application().identity())) {
                return Optional.of(other);
            }
        }
        return Optional.empty();
    }

    private static void say(Source source, Source other, String what, Context context, Consumer<Finding> findings) {
        findings.accept(Findings.of(
                        ID,
                        Findings.sure(context, Severity.ERROR, Severity.WARNING),
                        source.application(),
                        other.application() + " takes " + what + " to the same place: both own the same objects")
                .at(source.at())
                .hint("let each object belong to one Application"));
    }
}
