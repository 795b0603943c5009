package dev.hearth.checks.links;

import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedSet;
import dev.hearth.checks.rule.Context;
import dev.hearth.checks.rule.Field;
import dev.hearth.checks.rule.ObjectRule;
import dev.hearth.checks.rule.PodTemplate;
import dev.hearth.findings.Finding;
import dev.hearth.manifest.FieldPath;
import dev.hearth.manifest.Identity;
import dev.hearth.manifest.Manifest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * {@code link.key}: two sources do not give one variable, or one file of a projected volume, in silence: the last one would
 * win. A variable that env names itself is meant to.
 */
final class KeyCollisions implements ObjectRule {

    private static final String ID = "link.key";

    @Override
    public ImmutableSet<String> ids() {
        return ImmutableSet.of(ID);
    }

    @Override
    public void check(Manifest object, Context context, Consumer<Finding> findings) {
        Optional<PodTemplate> template = PodTemplate.of(object);
        if (template.isEmpty()) {
            return;
        }
        Field spec = Field.of(object);
        for (Object step : template.get().specPath().steps()) {
            spec = spec.get((String) step);
        }
        for (String sort : new String[] {"initContainers", "containers"}) {
            for (Field container : spec.get(sort).items()) {
                collide(object, container.get("envFrom").items(), "variable", context, findings);
            }
        }
        for (Field volume : spec.get("volumes").items()) {
            collide(object, volume.get("projected").get("sources").items(), "file", context, findings);
        }
    }

    private static void collide(
            Manifest object, List<Field> sources, String what, Context context, Consumer<Finding> findings) {
        Map<String, String> first = new HashMap<>();
        for (Field source : sources) {
            String prefix = source.get("prefix").textOrEmpty();
            for (String[] form : new String[][] {
                {"configMapRef", "ConfigMap"}, {"secretRef", "Secret"}, {"configMap", "ConfigMap"}, {"secret", "Secret"}
            }) {
                Field named = source.get(form[0]);
                named.get("name").text().ifPresent(name -> {
                    for (String key : keys(object, named, form[1], name, context)) {
                        String giver = form[1] + " " + name;
                        String before = first.putIfAbsent(prefix + key, giver);
                        if (before != null && !before.equals(giver)) {
                            say(object, named.get("name").path(), what + " " + prefix + key, before, giver, findings);
                        }
                    }
                });
            }
        }
    }

    /** The keys that a source gives, where they are all known. */
    private static ImmutableSortedSet<String> keys(
            Manifest object, Field named, String kind, String name, Context context) {
        if (named.get("items").present()) {
            return named.get("items").items().stream()
                    .map(item -> item.get("path").textOrEmpty())
                    .collect(ImmutableSortedSet.toImmutableSortedSet(String::compareTo));
        }
        return context.graph()
                .parts(new Identity("", kind, object.identity().namespace(), name))
                .orElse(ImmutableSortedSet.of());
    }

    private static void say(
            Manifest object, FieldPath at, String what, String before, String giver, Consumer<Finding> findings) {
        findings.accept(Finding.warning(
                        ID, object.identity(), before + " and " + giver + " both give " + what + "; the last one wins")
                .at(at)
                .hint("leave the key out of one of them, or give one a prefix"));
    }
}
