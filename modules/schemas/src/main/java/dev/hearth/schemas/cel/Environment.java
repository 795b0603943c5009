package dev.hearth.schemas.cel;

import dev.cel.bundle.Cel;
import dev.cel.bundle.CelBuilder;
import dev.cel.bundle.CelFactory;
import dev.cel.common.CelOptions;
import dev.cel.common.types.SimpleType;
import dev.cel.extensions.CelExtensions;
import dev.cel.parser.CelStandardMacro;

/**
 * The language as the API server knows it: the standard, the extensions it takes in, and its own functions. {@code self} and
 * {@code oldSelf} are of any type: what a schema says of them was checked before.
 *
 * @see <a href="https://kubernetes.io/docs/reference/using-api/cel/">CEL in Kubernetes</a>
 */
final class Environment {

    /** As many steps as a rule may take before the API server would have given up. */
    private static final int MOST_STEPS = 1_000_000;

    private Environment() {}

    static Cel cel() {
        return Built.CEL;
    }

    /** Built when it is first needed. */
    private static final class Built {
        private static final Cel CEL = builder()
                .addVar("self", SimpleType.DYN)
                .addVar("oldSelf", SimpleType.DYN)
                .build();
    }

    /** The language without variables. */
    static CelBuilder builder() {
        CelOptions options = CelOptions.current()
                .enableHeterogeneousNumericComparisons(true)
                .comprehensionMaxIterations(MOST_STEPS)
                .build();
        Functions functions = new Functions();
        QuantityValue.functions(functions);
        NetworkValues.functions(functions);
        UrlValue.functions(functions);
        SemverValue.functions(functions);
        ListFunctions.functions(functions);
        TextFunctions.functions(functions);
        return CelFactory.plannerCelBuilder()
                .setOptions(options)
                .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
                .addCompilerLibraries(
                        CelExtensions.strings(),
                        CelExtensions.optional(),
                        CelExtensions.sets(options),
                        CelExtensions.comprehensions())
                .addRuntimeLibraries(
                        CelExtensions.strings(),
                        CelExtensions.optional(),
                        CelExtensions.sets(options),
                        CelExtensions.comprehensions())
                .addFunctionDeclarations(functions.declarations())
                .addFunctionBindings(functions.bindings());
    }
}
