package dev.hearth.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TreePathTest {

    @ParameterizedTest
    @ValueSource(
            strings = {"a", "generated/home/a.yaml", ".gitattributes", "a/.github/b", "a b/c", "a/...b", "console/com10"
            })
    void takes_relative_paths(String path) {
        assertThat(TreePath.of(path).value()).isEqualTo(path);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "``              , must not be empty",
                "/etc/passwd     , must be relative: remove the leading slash",
                "..              , `must not contain \"..\": it would lead elsewhere`",
                "a/../../b       , `must not contain \"..\": it would lead elsewhere`",
                "./a             , `must not contain \".\": it would lead elsewhere`",
                "a//b            , must have no empty part: write one slash between two names and none at the end",
                "a/              , must have no empty part: write one slash between two names and none at the end",
                ".git/hooks/x    , `must not lie in .git, which belongs to Git`",
                "a/.GIT/config   , `must not lie in .git, which belongs to Git`",
                "git~1/config    , `must not lie in .git, which belongs to Git`",
                "a/b.            , must have no part ending in a dot or a space: Windows drops it",
                "a /b            , must have no part ending in a dot or a space: Windows drops it",
                "a/NUL.yaml      , `must not contain \"NUL.yaml\": Windows keeps that name for a device`",
                "lpt1            , `must not contain \"lpt1\": Windows keeps that name for a device`",
            })
    void refuses_what_leads_elsewhere_or_what_some_disk_cannot_hold(String path, String problem) {
        assertThatThrownBy(() -> TreePath.of(path))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a path in a tree " + problem + ", but was \"" + path + "\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a\\b",
                "c:d",
                "a*b",
                "a?b",
                "a\"b",
                "a<b",
                "a>b",
                "a|b",
                "a\nb",
                "a\u0000b",
                "ü",
                "\u202e",
                "a\u007f"
            })
    void refuses_characters_that_some_disk_refuses(String path) {
        assertThatThrownBy(() -> TreePath.of(path))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("must be printable ASCII without any of \\:*?\"<>|")
                .hasMessageMatching("(?s)[ -~ü]*");
    }

    @Test
    void refuses_a_name_that_is_too_long() {
        assertThat(TreePath.of("a".repeat(255)).value()).hasSize(255);
        assertThatThrownBy(() -> TreePath.of("a".repeat(256)))
                .hasMessageContaining("must have no part longer than 255 characters");
    }

    @Test
    void knows_the_directories_above() {
        assertThat(TreePath.of("a/b/c").parents()).containsExactly(TreePath.of("a"), TreePath.of("a/b"));
        assertThat(TreePath.of("a/b/c").parent()).contains(TreePath.of("a/b"));
        assertThat(TreePath.of("a").parent()).isEmpty();
    }
}
