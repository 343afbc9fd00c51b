package org.clawdbot.itests.host;

import static org.ops4j.pax.exam.CoreOptions.bundle;
import static org.ops4j.pax.exam.CoreOptions.vmOptions;
import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.configureConsole;
import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.editConfigurationFilePut;
import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.features;
import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.karafDistributionConfiguration;
import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.useOwnKarafExamSystemConfiguration;

import java.util.List;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.TestContainerFactory;
import org.ops4j.pax.exam.karaf.container.internal.KarafTestContainerFactory;
import org.ops4j.pax.exam.karaf.options.KarafDistributionOption;

/** Karaf as it is published, in a JVM of its own, with our features repository. It sees no network. */
public class KarafHost extends Host {

    private static final String MAVEN = "etc/org.ops4j.pax.url.mvn.cfg";

    public KarafHost() {
        this("karaf");
    }

    KarafHost(String name) {
        super(name);
    }

    @Override
    public final TestContainerFactory factory() {
        return new KarafTestContainerFactory();
    }

    @Override
    final void addHost(List<Option> options) {
        String distribution = repository.url("org.apache.karaf", "apache-karaf") + "/tar.gz";
        options.add(karafDistributionConfiguration()
                .frameworkUrl(repository.file(distribution).toUri().toString())
                .unpackDirectory(work("framework").toFile())
                .useDeployFolder(false));
        options.add(useOwnKarafExamSystemConfiguration("jupiter"));
        options.add(KarafDistributionOption.overrideJUnitBundles());
        options.add(configureConsole().ignoreLocalConsole().ignoreRemoteShell());
        addRepository(options);
        addOwnFeatures(options);
        options.add(features(featuresUrl(), FEATURES));
        for (String url : testLibraries()) {
            options.add(bundle(url));
        }
        options.add(vmOptions(
                "-Xmx512m",
                "-XX:TieredStopAtLevel=1",
                "--add-reads=java.xml=java.logging",
                "--add-exports=java.base/org.apache.karaf.specs.locator=java.xml,ALL-UNNAMED",
                "--patch-module=java.base=" + endorsed("locator"),
                "--patch-module=java.xml=" + endorsed("java.xml"),
                "--add-opens=java.base/java.security=ALL-UNNAMED",
                "--add-opens=java.base/java.net=ALL-UNNAMED",
                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                "--add-opens=java.base/java.util=ALL-UNNAMED",
                "--add-opens=java.naming/javax.naming.spi=ALL-UNNAMED",
                "--add-opens=java.rmi/sun.rmi.transport.tcp=ALL-UNNAMED",
                "--add-exports=java.base/sun.net.www.protocol.file=ALL-UNNAMED",
                "--add-exports=java.base/sun.net.www.protocol.ftp=ALL-UNNAMED",
                "--add-exports=java.base/sun.net.www.protocol.http=ALL-UNNAMED",
                "--add-exports=java.base/sun.net.www.protocol.https=ALL-UNNAMED",
                "--add-exports=java.base/sun.net.www.protocol.jar=ALL-UNNAMED",
                "--add-exports=java.base/sun.net.www.content.text=ALL-UNNAMED",
                "--add-exports=jdk.xml.dom/org.w3c.dom.html=ALL-UNNAMED",
                "--add-exports=java.naming/com.sun.jndi.ldap=ALL-UNNAMED",
                "--add-exports=java.rmi/sun.rmi.registry=ALL-UNNAMED"));
    }

    /** Installs what the operator had before us; here nothing. */
    void addOwnFeatures(List<Option> options) {}

    /** Lets Karaf read what the build copied, and nothing else. */
    private void addRepository(List<Option> options) {
        String karaf = "${karaf.home.uri}${karaf.default.repository}@id=system.repository@snapshots";
        String build = repository.root().toUri() + "@id=build.repository@snapshots";
        options.add(editConfigurationFilePut(MAVEN, "org.ops4j.pax.url.mvn.defaultRepositories", karaf + ", " + build));
        options.add(editConfigurationFilePut(MAVEN, "org.ops4j.pax.url.mvn.repositories", ""));
        options.add(editConfigurationFilePut(
                MAVEN, "org.ops4j.pax.url.mvn.localRepository", work("m2").toString()));
    }

    /** A path in the folder of the distribution, which is where its process starts. */
    private String endorsed(String spec) {
        return "lib/endorsed/org.apache.karaf.specs." + spec + "-" + version() + ".jar";
    }

    private String version() {
        return repository.url("org.apache.karaf", "apache-karaf").replaceFirst(".*/", "");
    }
}
