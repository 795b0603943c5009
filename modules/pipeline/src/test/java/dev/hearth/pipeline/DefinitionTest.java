package dev.hearth.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.dsl.Cluster;
import dev.hearth.dsl.ClusterDefinition;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DefinitionTest {

    @TempDir
    private Path root;

    /** As it should be. */
    public static final class Good implements ClusterDefinition {
        @Override
        public Cluster define() {
            return Text.cluster();
        }
    }

    /** Cannot be made. */
    public abstract static class Abstract implements ClusterDefinition {}

    /** Is none. */
    public static final class Other {}

    /** Has no constructor without parameters. */
    public static final class Needy implements ClusterDefinition {
        private final String name;

        public Needy(String name) {
            this.name = name;
        }

        @Override
        public Cluster define() {
            return Text.cluster(name);
        }
    }

    /** Is not public. */
    static final class Hidden implements ClusterDefinition {
        public Hidden() {}

        @Override
        public Cluster define() {
            return Text.cluster();
        }
    }

    /** Needs an object around it. */
    @SuppressWarnings("ClassCanBeStatic") // this is what is tested
    public final class Inner implements ClusterDefinition {
        @Override
        public Cluster define() {
            return Text.cluster();
        }
    }

    /** Throws when it is made. */
    public static final class Exploding implements ClusterDefinition {
        public Exploding() {
            throw new IllegalStateException("no fuse", new java.io.IOException("burnt"));
        }

        @Override
        public Cluster define() {
            return Text.cluster();
        }
    }

    /** Throws when it is loaded. */
    public static final class Unloadable implements ClusterDefinition {
        private static final int NUMBER = Integer.parseInt("many");

        @Override
        public Cluster define() {
            return Text.cluster("home" + NUMBER);
        }
    }

    /** Makes a wrong call. */
    public static final class Wrong implements ClusterDefinition {
        @Override
        public Cluster define() {
            return Text.cluster("Home Lab");
        }
    }

    /** Misses a class. */
    public static final class Incomplete implements ClusterDefinition {
        @Override
        public Cluster define() {
            throw new NoClassDefFoundError("org/example/Redis");
        }
    }

    /** Gives nothing back. */
    public static final class Empty implements ClusterDefinition {
        @Override
        @SuppressWarnings("NullAway") // this is what is tested
        public Cluster define() {
            return null;
        }
    }

    private Outcome render(String name) {
        return Hearth.render(Request.of(Definition.named(name, DefinitionTest.class.getClassLoader()), root));
    }

    private String wrong(Class<?> type) {
        return wrong(type.getName());
    }

    private String wrong(String name) {
        Outcome outcome = render(name);
        assertThat(outcome.exitCode()).isEqualTo(ExitCode.WRONG_USE);
        assertThat(root).isEmptyDirectory();
        return outcome.findings().get(0).toString().replace(DefinitionTest.class.getName(), "DefinitionTest");
    }

    @Test
    void a_public_class_with_a_public_constructor_is_rendered() {
        assertThat(render(Good.class.getName()).exitCode()).isEqualTo(ExitCode.CLEAN);
    }

    @Test
    void a_class_that_is_not_there_names_the_one_that_may_be_meant() {
        assertThat(wrong("dev.hearth.pipelin.Definiton")).isEqualTo("""
                error model.definition  definition dev.hearth.pipelin.Definiton
                  there is no such class in the class path
                  hint: did you mean dev.hearth.pipeline.Definition?""");
    }

    @Test
    void a_class_that_is_like_no_other_is_said_to_be_missing() {
        assertThat(wrong("org.example.Qwertzuiop")).isEqualTo("""
                error model.definition  definition org.example.Qwertzuiop
                  there is no such class in the class path
                  hint: write its full name, package and all, and compile it before""");
    }

    @Test
    void a_nested_class_is_written_with_a_dollar() {
        assertThat(wrong(Good.class.getName().replace('$', '.'))).endsWith("hint: did you mean DefinitionTest$Good?");
    }

    @Test
    void a_class_that_is_no_definition_is_refused() {
        assertThat(wrong(Other.class)).isEqualTo("""
                error model.definition  definition DefinitionTest$Other
                  the class is no ClusterDefinition
                  hint: let it implement dev.hearth.dsl.ClusterDefinition, or name the class that does""");
    }

    @Test
    void an_abstract_class_is_refused() {
        assertThat(wrong(Abstract.class)).isEqualTo("""
                error model.definition  definition DefinitionTest$Abstract
                  the class is abstract, so there is no object of it to ask
                  hint: name a class that extends it and is not abstract""");
    }

    @Test
    void an_interface_is_refused() {
        assertThat(wrong(ClusterDefinition.class)).contains("it is an interface");
    }

    @Test
    void a_class_without_a_constructor_that_can_be_called_is_refused() {
        assertThat(wrong(Needy.class)).contains("no public constructor without parameters", "hint: give it one");
        assertThat(wrong(Inner.class)).contains("it is an inner class", "hint: make it static");
        assertThat(wrong(Hidden.class)).contains("the class is not public", "hint: make it public");
    }

    @Test
    void what_a_constructor_throws_is_told_with_its_line_and_causes() {
        assertThat(wrong(Exploding.class).replaceAll(":\\d+", ":LINE")).isEqualTo("""
                error model.definition  definition DefinitionTest$Exploding
                  DefinitionTest.java:LINE  its constructor threw IllegalStateException: no fuse (IOException: burnt)
                  hint: mend it; the message says what it was given""");
    }

    @Test
    void what_a_class_throws_when_it_is_loaded_is_told() {
        assertThat(wrong(Unloadable.class))
                .contains("loading the class threw NumberFormatException: For input string: \"many\"");
    }

    @Test
    void a_wrong_call_is_told_with_the_line_that_made_it() {
        assertThat(wrong(Wrong.class).replaceAll(":\\d+", ":LINE")).isEqualTo("""
                error model.definition  definition DefinitionTest$Wrong
                  DefinitionTest.java:LINE  define() threw IllegalArgumentException: cluster name 'Home Lab' must be 1 to 63 \
                characters: lower-case letters, digits and '-', a letter or digit at both ends
                  hint: mend it; the message says what it was given""");
    }

    @Test
    void a_class_that_is_missing_while_it_defines_asks_for_its_dependency() {
        assertThat(wrong(Incomplete.class))
                .contains("NoClassDefFoundError: org/example/Redis", "hint: add the dependency that holds this class");
    }

    @Test
    void a_definition_that_gives_back_nothing_is_refused() {
        assertThat(wrong(Empty.class)).isEqualTo("""
                error model.definition  definition DefinitionTest$Empty
                  DefinitionTest.java  define() gave back null
                  hint: let define() return the cluster""");
    }
}
