package dev.hearth.schemas.cel;

import com.google.common.base.CharMatcher;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.cel.bundle.Cel;
import dev.cel.bundle.CelBuilder;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelIssue;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelReference;
import dev.cel.common.navigation.CelNavigableAst;
import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where an expression stands, and so what it may name and what it must give. Values are of any type, so what is found are
 * expressions that nobody could evaluate; that a field does not exist is not.
 *
 * @see <a href="https://kubernetes.io/docs/reference/using-api/cel/">CEL in Kubernetes</a>
 */
public enum CelLanguage {
    /** A rule of a schema. */
    RULE(SimpleType.BOOL, "self", "oldSelf"),
    /** The message of a rule of a schema. */
    MESSAGE(SimpleType.STRING, "self", "oldSelf"),
    /** A condition of an admission policy or a webhook. */
    ADMISSION(
            SimpleType.BOOL, "object", "oldObject", "request", "params", "namespaceObject", "variables", "authorizer"),
    /** A text that an admission policy makes. */
    ADMISSION_TEXT(
            SimpleType.STRING,
            "object",
            "oldObject",
            "request",
            "params",
            "namespaceObject",
            "variables",
            "authorizer"),
    /** A variable of an admission policy. */
    ADMISSION_VALUE(
            SimpleType.DYN, "object", "oldObject", "request", "params", "namespaceObject", "variables", "authorizer"),
    /** A condition of a webhook, which knows no parameters. */
    WEBHOOK(SimpleType.BOOL, "object", "oldObject", "request", "authorizer"),
    /** A selector of devices. */
    DEVICE(SimpleType.BOOL, "device");

    private static final CharMatcher LINE_ENDS = CharMatcher.anyOf("\r\n");
    private static final ImmutableSet<String> UNTYPED = ImmutableSet.of("object", "oldObject", "params");
    private static final ImmutableSet<CelType> LOOSE =
            ImmutableSet.of(SimpleType.DYN, SimpleType.ANY, SimpleType.ERROR);

    private final CelType result;
    private final ImmutableList<String> variables;

    CelLanguage(CelType result, String... variables) {
        this.result = result;
        this.variables = ImmutableList.copyOf(variables);
    }

    /** Why nobody could evaluate the expression, in one line; empty where somebody could. */
    public Optional<String> fault(String expression) {
        CelValidationResult checked = cel().compile(expression);
        if (checked.hasError()) {
            return checked.getErrors().stream().map(CelLanguage::shown).findFirst();
        }
        try {
            CelAbstractSyntaxTree tree = checked.getAst();
            CelType type = tree.getResultType();
            boolean right = type.equals(result)
                    || LOOSE.contains(result)
                    || nullable(type)
                    || (LOOSE.contains(type) && !untyped(tree));
            return right ? Optional.empty() : Optional.of("must give " + result.name() + ", but gives " + type.name());
        } catch (CelValidationException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    /** The fields that an expression asks of {@code variables}; none where it cannot be read. */
    public ImmutableSet<String> variables(String expression) {
        CelValidationResult checked = cel().compile(expression);
        try {
            return checked.hasError()
                    ? ImmutableSet.of()
                    : CelNavigableAst.fromAst(checked.getAst())
                            .getRoot()
                            .allNodes()
                            .map(node -> node.expr().selectOrDefault())
                            .filter(select ->
                                    select.operand().identOrDefault().name().equals("variables"))
                            .map(CelExpr.CelSelect::field)
                            .collect(ImmutableSet.toImmutableSet());
        } catch (CelValidationException e) {
            return ImmutableSet.of();
        }
    }

    private boolean nullable(CelType type) {
        return result.equals(SimpleType.STRING) && type.equals(SimpleType.NULL_TYPE);
    }

    /** Whether the API server cannot know the type either: it knows that of all variables but these. */
    private boolean untyped(CelAbstractSyntaxTree tree) {
        return variables.contains("object")
                && tree.getReferenceMap().values().stream()
                        .map(CelReference::name)
                        .filter(variables::contains)
                        .allMatch(UNTYPED::contains);
    }

    private static String shown(CelIssue issue) {
        return "cannot be read: " + LINE_ENDS.collapseFrom(issue.getMessage(), ' ');
    }

    private Cel cel() {
        return switch (this) {
            case RULE, MESSAGE -> Environment.cel();
            case WEBHOOK -> Environments.WEBHOOK;
            case DEVICE -> Environments.DEVICE;
            default -> Environments.ADMISSION;
        };
    }

    /** Each built when it is first needed. */
    private static final class Environments {

        private static final Cel ADMISSION = with(CelLanguage.ADMISSION.variables);
        private static final Cel WEBHOOK = with(CelLanguage.WEBHOOK.variables);
        private static final Cel DEVICE = with(CelLanguage.DEVICE.variables);

        private static Cel with(ImmutableList<String> variables) {
            CelBuilder builder = Environment.builder();
            variables.forEach(variable -> builder.addVar(variable, SimpleType.DYN));
            if (variables.contains("authorizer")) {
                builder.addFunctionDeclarations(authorization());
            }
            return builder.build();
        }

        private static ImmutableList<CelFunctionDecl> authorization() {
            return Stream.of(
                            Stream.of("path", "group", "resource", "subresource", "namespace", "name", "check")
                                    .map(name -> function(name, SimpleType.DYN, SimpleType.STRING)),
                            Stream.of("fieldSelector", "labelSelector")
                                    .map(name -> function(name, SimpleType.DYN, SimpleType.STRING)),
                            Stream.of("serviceAccount")
                                    .map(name -> function(name, SimpleType.DYN, SimpleType.STRING, SimpleType.STRING)),
                            Stream.of("allowed", "errored").map(name -> function(name, SimpleType.BOOL)),
                            Stream.of("reason", "error").map(name -> function(name, SimpleType.STRING)))
                    .flatMap(functions -> functions)
                    .collect(ImmutableList.toImmutableList());
        }

        private static CelFunctionDecl function(String name, CelType gives, CelType... takes) {
            ImmutableList<CelType> all = ImmutableList.<CelType>builder()
                    .add(SimpleType.DYN)
                    .add(takes)
                    .build();
            return CelFunctionDecl.newFunctionDeclaration(
                    name, CelOverloadDecl.newMemberOverload("authorization_" + name, gives, all));
        }
    }
}
