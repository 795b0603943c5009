package dev.hearth.checks.links;

import com.google.common.collect.ImmutableSet;
import dev.hearth.checks.rule.Context;
import dev.hearth.checks.rule.Rule;
import dev.hearth.findings.Finding;
import dev.hearth.manifest.FieldPath;
import dev.hearth.manifest.Identity;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Position;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** {@code name.duplicate}: no two objects of a tree are one and the same to the API server. */
final class DuplicateObjects implements Rule {

    private static final String ID = "name.duplicate";

    @Override
    public ImmutableSet<String> ids() {
        return ImmutableSet.of(ID);
    }

    @Override
    public void check(Context context, Consumer<Finding> findings) {
        Map<Identity, Manifest> first = new HashMap<>();
        Map<List<String>, List<Manifest>> variants = new LinkedHashMap<>();
        for (Manifest object : context.objects()) {
            Manifest before = first.putIfAbsent(object.identity(), object);
            if (before == null) {
                continue;
            }
            List<String> files = List.of(file(before), file(object));
            if (context.complete() || files.contains("") || files.get(0).equals(files.get(1))) {
                findings.accept(Finding.error(ID, object.identity(), message(before, object, context))
                        .from(context.placeOf(object, FieldPath.root()))
                        .hint("give one of them another name or namespace, or leave one out"));
            } else {
                variants.computeIfAbsent(files, pair -> new ArrayList<>()).add(object);
            }
        }
        variants.forEach((files, objects) -> findings.accept(variant(files, objects, context)));
    }

    /** Two files of a folder may be variants that nobody applies together: said once for both. */
    private static Finding variant(List<String> files, List<Manifest> objects, Context context) {
        Manifest object = objects.get(0);
        String more = objects.size() == 1 ? "" : " and " + (objects.size() - 1) + " more of its objects";
        return Finding.info(ID, object.identity(), files.get(0) + " has it" + more + " as well")
                .from(context.placeOf(object, FieldPath.root()))
                .hint("check one of the two alone where nobody applies both");
    }

    private static String file(Manifest object) {
        return object.position(FieldPath.root()).map(Position::file).orElse("");
    }

    private static String message(Manifest first, Manifest second, Context context) {
        String one = owner(first, context);
        String other = owner(second, context);
        return one.equals(other) ? one + " makes it twice" : one + " and " + other + " both make it";
    }

    private static String owner(Manifest object, Context context) {
        String owner = object.owner().map(name -> "component " + name).orElse("something without an owner");
        return owner
                + context.placeOf(object, FieldPath.root())
                        .map(place -> " (" + place + ")")
                        .orElse("");
    }
}
