package arpa.home.photos;

import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;

/** An album, which the photo server reads from the API server. */
@Group("photos.home.arpa")
@Version("v1")
@ShortNames("alb")
public class Album extends CustomResource<AlbumSpec, Void> implements Namespaced {

    /** An album of that name. */
    public static Album of(String name, AlbumSpec spec) {
        Album album = new Album();
        album.setMetadata(new ObjectMetaBuilder().withName(name).build());
        album.setSpec(spec);
        return album;
    }
}
