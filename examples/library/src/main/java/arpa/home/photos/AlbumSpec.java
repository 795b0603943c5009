package arpa.home.photos;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** What an album is to be. */
public record AlbumSpec(
        @Required @Size(min = 1, max = 80) @JsonPropertyDescription("Shown above the pictures.") String title,
        @Required
                @Pattern("^[a-z0-9-]+(/[a-z0-9-]+)*$")
                @JsonPropertyDescription("Where its pictures are, below /pictures.")
                String folder,
        @Default("newest-first") Sorting sorting) {}
