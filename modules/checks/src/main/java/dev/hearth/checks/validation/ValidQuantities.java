package dev.hearth.checks.validation;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.hearth.checks.rule.Context;
import dev.hearth.checks.rule.Rule;
import dev.hearth.findings.Finding;
import dev.hearth.manifest.FieldPath;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Mapping;
import dev.hearth.manifest.Node;
import dev.hearth.manifest.Numeral;
import dev.hearth.manifest.Sequence;
import dev.hearth.manifest.Text;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * {@code pod.quantity}: every amount of processor time, memory and storage is a quantity: in {@code resources} of pods,
 * claims and custom resources, in {@code capacity} of volumes and {@code hard} of quotas, and as {@code sizeLimit}.
 *
 * @see <a href="https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/">Quantity</a>
 */
final class ValidQuantities implements Rule {

    private static final String ID = "pod.quantity";
    private static final Pattern QUANTITY =
            Pattern.compile("[+]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([eE][+-]?[0-9]+|[KMGTPE]i|[numkMGTPE])?");

    @Override
    public ImmutableSet<String> ids() {
        return ImmutableSet.of(ID);
    }

    @Override
    public void check(Context context, Consumer<Finding> findings) {
        ImmutableList<Manifest> objects = context.objects();
        for (Manifest object : objects) {
            // A definition describes fields of these names; it holds no amounts.
            if (object.kind().equals("CustomResourceDefinition")) {
                continue;
            }
            FieldPath spec = FieldPath.of("spec");

            switch (object.identity().group() + "/" + object.kind()) {
                case "/PersistentVolume" ->
                    amounts(object, spec.field("capacity"), object.spec().mapping("capacity"), findings);
                case "/ResourceQuota" ->
                    amounts(object, spec.field("hard"), object.spec().mapping("hard"), findings);
                default -> search(object, spec, object.spec(), findings);
            }
        }
    }

    private static void search(Manifest object, FieldPath path, Node node, Consumer<Finding> findings) {
        if (node instanceof Mapping mapping) {
            mapping.fields().forEach((name, child) -> {
                if (child instanceof Mapping || child instanceof Sequence) {
                    FieldPath at = path.field(name);
                    if (name.equals("resources") && child instanceof Mapping resources) {
                        amounts(object, at.field("requests"), resources.mapping("requests"), findings);
                        amounts(object, at.field("limits"), resources.mapping("limits"), findings);
                    }
                    if (name.equals("emptyDir") && child instanceof Mapping volume) {
                        volume.get("sizeLimit")
                                .ifPresent(amount -> amount(object, at.field("sizeLimit"), amount, findings));
                    }
                    search(object, at, child, findings);
                }
            });
        } else if (node instanceof Sequence sequence) {
            for (int index = 0; index < sequence.size(); index++) {
                search(object, path.index(index), sequence.items().get(index), findings);
            }
        }
    }

    private static void amounts(Manifest object, FieldPath path, Mapping amounts, Consumer<Finding> findings) {
        amounts.fields().forEach((name, amount) -> amount(object, path.field(name), amount, findings));
    }

    private static void amount(Manifest object, FieldPath path, Node amount, Consumer<Finding> findings) {
        boolean good = amount instanceof Text text
                ? QUANTITY.matcher(text.value()).matches()
                : !(amount instanceof Numeral numeral) || numeral.value().signum() >= 0;
        if (!good) {
            String written = amount instanceof Text text ? "'" + text.value() + "'" : "a negative number";
            findings.accept(Finding.error(
                            ID,
                            object.identity(),
                            written
                                    + " is no quantity: a number, not negative, with one of m k M G T P E Ki Mi Gi Ti Pi"
                                    + " Ei behind it or nothing")
                    .at(path)
                    .hint("write it like 250m, 2, 64Mi or 20Gi"));
        }
    }
}
