package org.clawdbot.itests.host;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Constants;

/** What must hold for every bundle that our features install, looked at in its jar. */
class FeaturesIT {

    private final BuildRepository repository = BuildRepository.ofBuild();
    private final FeatureFile features =
            FeatureFile.read(repository.file(repository.url("org.clawdbot", "clawdbot-karaf") + "/xml/features"));

    @Test
    void installsRealBundlesOnly() throws IOException {
        for (String url : allBundles()) {
            assertThat(url).startsWith("mvn:");
            assertThat(manifest(url).getValue(Constants.BUNDLE_SYMBOLICNAME))
                    .as(url)
                    .isNotBlank();
        }
    }

    @Test
    void importsNothingDynamicallyButTheExtenderOfTheHost() throws IOException {
        Set<String> urls = allBundles();
        urls.removeAll(features.bundles("clawdbot-scr"));
        for (String url : urls) {
            assertThat(manifest(url).getValue(Constants.DYNAMICIMPORT_PACKAGE))
                    .as(url)
                    .isNull();
        }
    }

    @Test
    void installsNothingByItselfButTheUmbrella() {
        assertThat(features.automatic()).containsExactly("clawdbot-chutes");
    }

    @Test
    void installsNoBundleInTwoVersions() {
        assertThat(allBundles())
                .extracting(url -> url.substring(0, url.lastIndexOf('/')))
                .doesNotHaveDuplicates();
    }

    @Test
    void theSmallSetsLackOnlyWhatTheyAreNamedFor() {
        assertThat(lackingIn("clawdbot-chutes-apikey-only"))
                .containsExactlyInAnyOrder("org.clawdbot.chutes.auth.oauth", "scribejava-core", "scribejava-java8");
        assertThat(lackingIn("clawdbot-chutes-oauth-only")).containsExactly("org.clawdbot.chutes.auth.apikey");
        assertThat(lackingIn("clawdbot-chutes-file-only")).containsExactly("org.clawdbot.chutes.catalog");
    }

    @Test
    void theFeatureOfOtherLaunchersNamesTheSameBundles() throws IOException {
        JsonNode feature = new ObjectMapper()
                .readTree(repository
                        .file(repository.url("org.clawdbot", "clawdbot-karaf") + "/osgifeature/chutes")
                        .toFile());

        assertThat(feature.get("id").asText().split(":")).hasSize(5);
        assertThat(feature.get("bundles"))
                .extracting(bundle -> "mvn:" + bundle.get("id").asText().replace(':', '/'))
                .containsExactlyInAnyOrderElementsOf(features.bundles("clawdbot-chutes"));
    }

    /** Names the artifacts of the usual set that a smaller one does without. */
    private Set<String> lackingIn(String feature) {
        Set<String> names = new HashSet<>();
        features.bundles("clawdbot-chutes").forEach(url -> names.add(url.split("/")[1]));
        features.bundles(feature).forEach(url -> names.remove(url.split("/")[1]));
        return names;
    }

    private Set<String> allBundles() {
        return features.bundles(features.names().toArray(String[]::new));
    }

    private Attributes manifest(String url) throws IOException {
        try (JarFile jar = new JarFile(repository.file(url).toFile())) {
            return jar.getManifest().getMainAttributes();
        }
    }
}
