package dev.hearth.checks.links;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.hearth.checks.rule.Context;
import dev.hearth.checks.rule.Field;
import dev.hearth.checks.rule.Rule;
import dev.hearth.findings.Finding;
import dev.hearth.findings.Severity;
import dev.hearth.manifest.FieldPath;
import dev.hearth.manifest.Identity;
import dev.hearth.manifest.Manifest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * {@code argo.owner}: no object lies in the folders of two Applications that go to the same cluster. Only for objects read
 * from files below the path of an Application of the same tree.
 */
final class SharedObjects implements Rule {

    private static final String ID = "argo.owner";

    /** What an Application takes of a folder. */
    private record Taking(Manifest application, String cluster, String namespace, boolean deep) {}

    private record Owned(String cluster, Identity object) {}

    @Override
    public ImmutableSet<String> ids() {
        return ImmutableSet.of(ID);
    }

    @Override
    public void check(Context context, Consumer<Finding> findings) {
        Map<List<String>, List<Taking>> byFolder = new HashMap<>();
        context.graph().all("argoproj.io", "Application").forEach(application -> read(application, byFolder));
        if (byFolder.isEmpty()) {
            return;
        }
        Map<Owned, Manifest> owners = new HashMap<>();
        for (Manifest object : context.objects()) {
            for (Taking taking : takings(object, byFolder)) {
                Manifest before = owners.putIfAbsent(
                        new Owned(taking.cluster(), settled(object, taking, context)), taking.application());
                if (before != null
                        && !before.identity().equals(taking.application().identity())) {
                    say(object, before, taking.application(), context, findings);
                }
            }
        }
    }

    private static void read(Manifest application, Map<List<String>, List<Taking>> byFolder) {
        Field spec = Field.of(application).get("spec");
        Field destination = spec.get("destination");
        List<Field> sources = new ArrayList<>(spec.get("sources").items());
        sources.add(spec.get("source"));
        for (Field source : sources) {
            List<String> folder = Splitter.on('/')
                    .omitEmptyStrings()
                    .splitToList(source.get("path").textOrEmpty().replaceFirst("^\\./", ""));
            boolean narrowed = source.get("directory").get("include").present()
                    || source.get("directory").get("exclude").present();
            if (!folder.isEmpty() && !narrowed) {
                byFolder.computeIfAbsent(folder, path -> new ArrayList<>())
                        .add(new Taking(
                                application,
                                destination.get("server").textOrEmpty()
                                        + destination.get("name").textOrEmpty(),
                                destination.get("namespace").textOrEmpty(),
                                source.get("directory").get("recurse").isTrue()));
            }
        }
    }

    private static List<Taking> takings(Manifest object, Map<List<String>, List<Taking>> byFolder) {
        ImmutableList<String> folders =
                ImmutableList.copyOf(Splitter.on('/').omitEmptyStrings().split(Findings.folder(object)));
        List<Taking> found = new ArrayList<>();
        for (int from = 0; from < folders.size(); from++) {
            for (int to = from + 1; to <= folders.size(); to++) {
                boolean below = to < folders.size();
                byFolder.getOrDefault(folders.subList(from, to), List.of()).stream()
                        .filter(taking -> taking.deep() || !below)
                        .forEach(found::add);
            }
        }
        return found;
    }

    /** Argo CD gives an object the namespace of the destination unless it has one. */
    private static Identity settled(Manifest object, Taking taking, Context context) {
        Identity identity = object.identity();
        return identity.namespace().isEmpty() && !context.clusterScoped(object)
                ? new Identity(identity.group(), identity.kind(), taking.namespace(), identity.name())
                : identity;
    }

    private static void say(
            Manifest object, Manifest one, Manifest other, Context context, Consumer<Finding> findings) {
        findings.accept(Findings.of(
                        ID,
                        Findings.sure(context, Severity.ERROR, Severity.WARNING),
                        object,
                        one + " and " + other + " both bring it")
                .from(context.placeOf(object, FieldPath.root()))
                .hint("let the object lie in the folder of one Application alone"));
    }
}
