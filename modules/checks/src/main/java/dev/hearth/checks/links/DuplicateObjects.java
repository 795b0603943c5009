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
        Map<String, List<Manifest>> variants = new LinkedHashMap<>();
        for (Manifest object : context.objects()) {
            Manifest before = first.putIfAbsent(object.identity(), object);
            if (before == null) {
                continue;
            }
            boolean typed = file(before).isEmpty() || file(object).isEmpty();
            if (context.complete() || typed || file(before).equals(file(object))) {
                findings.accept(Finding.error(ID, object.identity(), message(before, object, context))
                        .from(context.placeOf(object, FieldPath.root()))
                        .hint("give one of them another name or namespace, or leave one out"));
            } else if (Findings.folder(before).equals(Findings.folder(object))) {
                variants.computeIfAbsent(file(object), file -> new ArrayList<>())
                        .add(object);
            }
        }
        variants.values().forEach(objects -> {
            Manifest object = objects.get(0);
            Manifest before = first.getOrDefault(object.identity(), object);
            findings.accept(variant(object, file(before), objects.size() - 1, context));
        });
    }

    /** Two files of a folder may be variants that nobody applies together: said once for a file. */
    private static Finding variant(Manifest object, String other, int more, Context context) {
        String others = more == 0
                ? ""
                : "; " + more
                        + (more == 1
                                ? " more object of this file is in another too"
                                : " more objects of this file are in others too");
        return Finding.info(ID, object.identity(), other + " has it as well" + others)
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
