package dev.hearth.dsl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Yaml;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.crd.generator.annotation.PreserveUnknownFields;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CrdOfferTest {

    enum Quality {
        @JsonProperty("original")
        ORIGINAL,
        @JsonProperty("web")
        WEB
    }

    record AlbumSpec(
            @Required @JsonPropertyDescription("Shown above the pictures.") @Size(min = 1, max = 80)
            String title,

            @Default("web") Quality quality,
            @Min(1) int columns,
            List<@Pattern("[a-z]+") String> tags,
            @PreserveUnknownFields Map<String, Object> extra) {}

    record AlbumStatus(Integer photos) {}

    @Group("photos.home.arpa")
    @Version("v1")
    @ShortNames("alb")
    @AdditionalPrinterColumn(name = "Title", jsonPath = ".spec.title", type = AdditionalPrinterColumn.Type.STRING)
    public static class Album extends CustomResource<AlbumSpec, AlbumStatus> implements Namespaced {
        private static final long serialVersionUID = 1;
    }

    /** A bean, the usual form of fabric8. */
    public static class FrameSpec {
        private String colour = "black";

        public String getColour() {
            return colour;
        }

        public void setColour(String colour) {
            this.colour = colour;
        }
    }

    @Group("photos.home.arpa")
    @Version("v1alpha1")
    public static class Frame extends CustomResource<FrameSpec, Void> {
        private static final long serialVersionUID = 1;
    }

    public static class Nameless extends CustomResource<FrameSpec, Void> {
        private static final long serialVersionUID = 1;
    }

    record ShelfSpec(Duration keep) {}

    @Group("photos.home.arpa")
    @Version("v1")
    public static class Shelf extends CustomResource<ShelfSpec, Void> {
        private static final long serialVersionUID = 1;
    }

    record BoxSpec(Map<String, Object> extra) {}

    @Group("photos.home.arpa")
    @Version("v1")
    public static class Box extends CustomResource<BoxSpec, Void> {
        private static final long serialVersionUID = 1;
    }

    /** Brings its own kinds and an object of one. */
    record Photos() implements Component {

        @Override
        public Offers offers() {
            return Offers.of(CrdOffer.of("photos", Frame.class, Album.class));
        }

        @Override
        public Manifests manifests(ClusterView cluster) {
            return Manifests.none().objects(summer());
        }
    }

    static Album summer() {
        Album summer = new Album();
        summer.setMetadata(new ObjectMetaBuilder().withName("summer").build());
        summer.setSpec(new AlbumSpec("Summer", Quality.ORIGINAL, 3, List.of("sea"), Map.of("iso", 100)));
        return summer;
    }

    private static List<Manifest> manifests() {
        return Expansion.of(Cluster.named("home").layer("all", new Photos()))
                .derive(new CrdDefinitions())
                .manifests();
    }

    private static String yaml(String name) {
        return manifests().stream()
                .filter(manifest -> manifest.name().equals(name))
                .map(manifest -> Yaml.write(manifest.root()))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void definitions_are_an_application_of_their_own_sorted_by_name() {
        assertThat(manifests())
                .extracting(manifest -> manifest.owner().orElseThrow() + " " + manifest)
                .containsExactly(
                        "photos Album photos/summer",
                        "crds CustomResourceDefinition albums.photos.home.arpa",
                        "crds CustomResourceDefinition frames.photos.home.arpa");
    }

    @Test
    void a_record_becomes_a_definition_with_all_that_its_annotations_say() {
        assertThat(yaml("albums.photos.home.arpa")).isEqualTo("""
                apiVersion: apiextensions.k8s.io/v1
                kind: CustomResourceDefinition
                metadata:
                  name: albums.photos.home.arpa
                spec:
                  group: photos.home.arpa
                  names:
                    kind: Album
                    plural: albums
                    shortNames:
                    - alb
                    singular: album
                  scope: Namespaced
                  versions:
                  - additionalPrinterColumns:
                    - jsonPath: ".spec.title"
                      name: Title
                      priority: 0
                      type: string
                    name: v1
                    schema:
                      openAPIV3Schema:
                        properties:
                          spec:
                            properties:
                              columns:
                                minimum: 1
                                type: integer
                              extra:
                                type: object
                                x-kubernetes-preserve-unknown-fields: true
                              quality:
                                default: web
                                enum:
                                - original
                                - web
                                type: string
                              tags:
                                items:
                                  pattern: "[a-z]+"
                                  type: string
                                type: array
                              title:
                                description: Shown above the pictures.
                                maxLength: 80
                                minLength: 1
                                type: string
                            required:
                            - title
                            type: object
                          status:
                            properties:
                              photos:
                                type: integer
                            type: object
                        type: object
                        required:
                        - spec
                    served: true
                    storage: true
                    subresources:
                      status: {}
                """);
    }

    @Test
    void a_bean_becomes_a_definition_too() {
        assertThat(yaml("frames.photos.home.arpa")).isEqualTo("""
                apiVersion: apiextensions.k8s.io/v1
                kind: CustomResourceDefinition
                metadata:
                  name: frames.photos.home.arpa
                spec:
                  group: photos.home.arpa
                  names:
                    kind: Frame
                    plural: frames
                    singular: frame
                  scope: Cluster
                  versions:
                  - name: v1alpha1
                    schema:
                      openAPIV3Schema:
                        properties:
                          spec:
                            properties:
                              colour:
                                type: string
                            type: object
                          status:
                            type: object
                        type: object
                    served: true
                    storage: true
                """);
    }

    @Test
    void an_object_of_an_own_class_is_written_as_its_definition_says() {
        assertThat(yaml("summer")).isEqualTo("""
                apiVersion: photos.home.arpa/v1
                kind: Album
                metadata:
                  name: summer
                  namespace: photos
                spec:
                  title: Summer
                  quality: original
                  columns: 3
                  tags:
                  - sea
                  extra:
                    iso: 100
                """);
    }

    @Test
    void the_same_classes_in_another_order_are_the_same_definitions() {
        assertThat(CrdOffer.of("photos", Frame.class, Album.class))
                .isEqualTo(CrdOffer.of("photos", Album.class, Frame.class));
    }

    @Test
    void a_set_has_classes() {
        assertThatThrownBy(() -> CrdOffer.of("photos"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the set of custom resource definitions photos is empty; name the classes of its kinds");
    }

    @Test
    void a_class_says_what_it_defines() {
        assertThatThrownBy(() -> CrdOffer.of("photos", Nameless.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("dev.hearth.dsl.CrdOfferTest$Nameless does not say what it defines; annotate it with"
                        + " @Group(\"photos.example.org\") and @Version(\"v1\")");
    }

    @Test
    void a_duration_is_refused_because_it_would_become_a_date() {
        assertThatThrownBy(() -> CrdOffer.of("photos", Shelf.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no definition can be made of [dev.hearth.dsl.CrdOfferTest$Shelf]: java.time.Duration has"
                        + " no form in a definition; use a String with @Pattern");
    }

    @Test
    void a_map_of_anything_is_refused_because_only_objects_could_be_in_it() {
        assertThatThrownBy(() -> CrdOffer.of("photos", Box.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the map Box.spec.extra would take objects only, and drop what is in them; give its values"
                        + " a class with fields, or annotate it with @PreserveUnknownFields");
    }
}
