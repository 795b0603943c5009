package dev.hearth.schemas.cel;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelValidationException;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.Program;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One expression, compiled. One that does not compile gives no value and no fault when it is evaluated: then it is the
 * definition that is broken, not the object.
 */
final class Expression {

    private static final Expression NONE = new Expression(null, false, null);

    private final @Nullable Program program;
    private final boolean usesOldSelf;
    private final @Nullable String fault;

    private Expression(@Nullable Program program, boolean usesOldSelf, @Nullable String fault) {
        this.program = program;
        this.usesOldSelf = usesOldSelf;
        this.fault = fault;
    }

    /** What an expression came to: a value, a fault, or neither where there is nothing to evaluate. */
    record Result(Optional<Object> value, Optional<String> fault) {

        static final Result NOTHING = new Result(Optional.empty(), Optional.empty());
    }

    /** The expression; an empty one is none. */
    static Expression of(String text) {
        if (text.isBlank()) {
            return NONE;
        }
        try {
            CelAbstractSyntaxTree tree = Environment.cel().compile(text).getAst();
            boolean old = tree.getReferenceMap().values().stream()
                    .anyMatch(reference -> reference.name().equals("oldSelf"));
            return new Expression(Environment.cel().createProgram(tree), old, null);
        } catch (CelValidationException | CelEvaluationException e) {
            return new Expression(null, false, text.strip() + ": " + e.getMessage());
        }
    }

    /** Whether it looks at the object before the change. */
    boolean usesOldSelf() {
        return usesOldSelf;
    }

    /** Why it does not compile. */
    Optional<String> fault() {
        return Optional.ofNullable(fault);
    }

    /** What it is for that value of a new object. */
    Result evaluate(Object self) {
        if (program == null) {
            return Result.NOTHING;
        }
        try {
            return new Result(
                    Optional.of(program.eval(Map.of("self", self, "oldSelf", Optional.empty()))), Optional.empty());
        } catch (CelEvaluationException e) {
            return new Result(Optional.empty(), Optional.of(String.valueOf(e.getMessage())));
        }
    }
}
