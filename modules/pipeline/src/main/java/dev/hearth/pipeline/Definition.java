package dev.hearth.pipeline;

import static java.util.Objects.requireNonNull;

import dev.hearth.dsl.Cluster;
import dev.hearth.dsl.ClusterDefinition;
import dev.hearth.findings.Finding;
import dev.hearth.findings.Place;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Modifier;
import java.util.Optional;
import java.util.function.Supplier;

/** Where a cluster comes from: a value, a definition, or the name of a class that defines it. */
public final class Definition {

    private static final String RULE = "model.definition";

    private final Supplier<Cluster> source;

    private Definition(Supplier<Cluster> source) {
        this.source = source;
    }

    /** That cluster. */
    public static Definition of(Cluster cluster) {
        requireNonNull(cluster, "cluster");
        return new Definition(() -> cluster);
    }

    /** What that object defines. */
    public static Definition of(ClusterDefinition definition) {
        requireNonNull(definition, "definition");
        return new Definition(
                () -> new Loading(definition.getClass().getName()).defined(definition.getClass(), definition));
    }

    /** What the class of that name defines, such as {@code dev.hearth.homelab.HomeLab}. */
    public static Definition named(String className, ClassLoader loader) {
        requireNonNull(className, "className");
        requireNonNull(loader, "loader");
        return new Definition(() -> new Loading(className).from(loader));
    }

    /**
     * The cluster.
     *
     * @throws WrongUse where it cannot be had; nothing else is thrown
     */
    Cluster cluster() {
        return source.get();
    }

    /** One attempt; every failure names the class and says what to do. */
    private record Loading(String name) {

        Cluster from(ClassLoader loader) {
            Class<?> type = load(loader);
            if (!ClusterDefinition.class.isAssignableFrom(type)) {
                throw wrong(
                        "the class is no ClusterDefinition",
                        "let it implement " + ClusterDefinition.class.getName() + ", or name the class that does");
            }
            if (type.isInterface() || Modifier.isAbstract(type.getModifiers())) {
                throw wrong(
                        (type.isInterface() ? "it is an interface" : "the class is abstract")
                                + ", so there is no object of it to ask",
                        "name a class that extends it and is not abstract");
            }
            if (!Modifier.isPublic(type.getModifiers())) {
                throw hidden();
            }
            return defined(type, create(type));
        }

        private WrongUse hidden() {
            return wrong("the class is not public", "make it public");
        }

        private Class<?> load(ClassLoader loader) {
            try {
                return Class.forName(name, true, loader);
            } catch (ClassNotFoundException missing) {
                throw wrong(
                        "there is no such class in the class path",
                        SimilarClasses.to(name, loader)
                                .map(similar -> "did you mean " + similar + "?")
                                .orElse("write its full name, package and all, and compile it before"));
            } catch (LinkageError broken) {
                throw threw("loading the class", broken);
            }
        }

        private ClusterDefinition create(Class<?> type) {
            try {
                Constructor<?> constructor = type.getConstructor();
                return (ClusterDefinition) constructor.newInstance();
            } catch (NoSuchMethodException missing) {
                boolean inner = type.isMemberClass() && !Modifier.isStatic(type.getModifiers());
                throw wrong(
                        inner
                                ? "it is an inner class, which cannot be made without an object around it"
                                : "the class has no public constructor without parameters",
                        inner ? "make it static, or a class of its own" : "give it one");
            } catch (IllegalAccessException enclosed) {
                throw hidden();
            } catch (InvocationTargetException thrown) {
                throw threw("its constructor", thrown);
            } catch (InstantiationException | LinkageError broken) {
                throw threw("its constructor", broken);
            }
        }

        @SuppressWarnings("ConstantValue") // user code may give back null whatever its type says
        Cluster defined(Class<?> type, ClusterDefinition definition) {
            Cluster cluster;
            try {
                cluster = definition.define();
            } catch (RuntimeException | LinkageError | StackOverflowError | AssertionError thrown) {
                throw threw("define()", thrown);
            }
            if (cluster == null) {
                throw new WrongUse(finding("define() gave back null", "let define() return the cluster")
                        .from(new Place(sourceOf(type), 0)));
            }
            return cluster;
        }

        private static String sourceOf(Class<?> type) {
            Class<?> top = type;
            while (top.getEnclosingClass() != null) {
                top = top.getEnclosingClass();
            }
            return top.getSimpleName() + ".java";
        }

        private WrongUse wrong(String message, String hint) {
            return new WrongUse(finding(message, hint));
        }

        private WrongUse threw(String what, Throwable thrown) {
            Throwable cause = thrown;
            while ((cause instanceof ExceptionInInitializerError || cause instanceof InvocationTargetException)
                    && cause.getCause() != null) {
                cause = cause.getCause();
            }
            boolean missing = cause instanceof NoClassDefFoundError || cause instanceof ClassNotFoundException;
            return new WrongUse(finding(
                            what + " threw " + Thrown.text(cause),
                            missing
                                    ? "add the dependency that holds this class, in scope compile or runtime"
                                    : "mend it; the message says what it was given")
                    .from(place(cause)));
        }

        private Optional<Place> place(Throwable thrown) {
            return Thrown.place(thrown, type -> type.equals(name) || type.startsWith(name + "$"));
        }

        private Finding finding(String message, String hint) {
            return Finding.error(RULE, "definition " + name, message).hint(hint);
        }
    }
}
