package dev.hearth.checks.links;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.hearth.checks.rule.Context;
import dev.hearth.checks.rule.Rule;
import dev.hearth.findings.Finding;
import dev.hearth.manifest.FieldPath;
import dev.hearth.manifest.Identity;
import dev.hearth.manifest.Manifest;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/** {@code name.duplicate}: no two objects of a tree are one and the same to the API server. */
final class DuplicateObjects implements Rule {

    @Override
    public ImmutableSet<String> ids() {
        return ImmutableSet.of("name.duplicate");
    }

    @Override
    public void check(Context context, Consumer<Finding> findings) {
        ImmutableList<Manifest> objects = context.objects();
        Map<Identity, Manifest> first = new HashMap<>();
        for (Manifest object : objects) {
            Manifest before = first.putIfAbsent(object.identity(), object);
            if (before != null) {
                findings.accept(Finding.error("name.duplicate", object.identity(), message(before, object, context))
                        .from(context.placeOf(object, FieldPath.root()))
                        .hint("give one of them another name or namespace, or leave one out"));
            }
        }
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
