package dev.hearth.schemas.cel;

import static com.google.common.collect.ImmutableList.toImmutableList;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableListMultimap;
import com.google.common.collect.Multimaps;
import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.types.CelType;
import dev.cel.runtime.CelFunctionBinding;
import dev.cel.runtime.CelFunctionOverload;
import java.util.ArrayList;
import java.util.List;

/** Functions to add to the language, each with its declaration and what it does. */
final class Functions {

    /** One form of a function. */
    private record Overload(String function, CelOverloadDecl declaration, CelFunctionBinding binding) {}

    private final List<Overload> overloads = new ArrayList<>();

    /** {@code name(argument)}. */
    <T> Functions global(String name, CelType result, CelType type, Class<T> java, CelFunctionOverload.Unary<T> body) {
        String id = name + "_" + type.name();
        overloads.add(new Overload(
                name, CelOverloadDecl.newGlobalOverload(id, result, type), CelFunctionBinding.from(id, java, body)));
        return this;
    }

    /** {@code name(first, second)}. */
    <A, B> Functions global(
            String name,
            CelType result,
            CelType first,
            Class<A> firstJava,
            CelType second,
            Class<B> secondJava,
            CelFunctionOverload.Binary<A, B> body) {
        String id = name + "_" + first.name() + "_" + second.name();
        overloads.add(new Overload(
                name,
                CelOverloadDecl.newGlobalOverload(id, result, first, second),
                CelFunctionBinding.from(id, firstJava, secondJava, body)));
        return this;
    }

    /** {@code value.name()}. */
    <T> Functions member(String name, CelType result, CelType type, Class<T> java, CelFunctionOverload.Unary<T> body) {
        String id = type.name() + "_" + name;
        overloads.add(new Overload(
                name, CelOverloadDecl.newMemberOverload(id, result, type), CelFunctionBinding.from(id, java, body)));
        return this;
    }

    /** {@code value.name(argument)}. */
    <A, B> Functions member(
            String name,
            CelType result,
            CelType type,
            Class<A> java,
            CelType argument,
            Class<B> argumentJava,
            CelFunctionOverload.Binary<A, B> body) {
        String id = type.name() + "_" + name + "_" + argument.name();
        overloads.add(new Overload(
                name,
                CelOverloadDecl.newMemberOverload(id, result, type, argument),
                CelFunctionBinding.from(id, java, argumentJava, body)));
        return this;
    }

    /** {@code value.name(first, second)}, with the three as they come. */
    Functions member(
            String name, CelType result, ImmutableList<CelType> types, List<Class<?>> java, CelFunctionOverload body) {
        String id = types.get(0).name() + "_" + name + "_" + types.size();
        overloads.add(new Overload(
                name, CelOverloadDecl.newMemberOverload(id, result, types), CelFunctionBinding.from(id, java, body)));
        return this;
    }

    /** {@code name()}, which is always that immutable value. */
    @SuppressWarnings("Immutable") // for the caller to hold
    Functions constant(String name, CelType type, Object value) {
        overloads.add(new Overload(
                name,
                CelOverloadDecl.newGlobalOverload(name, type),
                CelFunctionBinding.from(name, ImmutableList.of(), arguments -> value)));
        return this;
    }

    private ImmutableListMultimap<String, Overload> byFunction() {
        return Multimaps.index(overloads, Overload::function);
    }

    /** What the compiler is told. */
    ImmutableList<CelFunctionDecl> declarations() {
        return byFunction().asMap().entrySet().stream()
                .map(function -> CelFunctionDecl.newFunctionDeclaration(
                        function.getKey(),
                        function.getValue().stream().map(Overload::declaration).toList()))
                .collect(toImmutableList());
    }

    /** What the runtime is told. */
    ImmutableList<CelFunctionBinding> bindings() {
        return byFunction().asMap().entrySet().stream()
                .flatMap(function -> CelFunctionBinding.fromOverloads(
                        function.getKey(),
                        function.getValue().stream().map(Overload::binding).toList())
                        .stream())
                .collect(toImmutableList());
    }
}
