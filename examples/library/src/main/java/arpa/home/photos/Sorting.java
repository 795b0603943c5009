package arpa.home.photos;

import com.fasterxml.jackson.annotation.JsonProperty;

/** In which order the pictures of an album are shown. */
public enum Sorting {
    @JsonProperty("newest-first")
    NEWEST_FIRST,
    @JsonProperty("oldest-first")
    OLDEST_FIRST
}
