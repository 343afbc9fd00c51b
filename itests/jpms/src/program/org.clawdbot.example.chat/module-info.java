/** A program on the module path that talks to Chutes. */
module org.clawdbot.example.chat {
    requires org.apache.felix.atomos;
    requires org.apache.felix.configadmin;
    requires org.clawdbot.api;
}
