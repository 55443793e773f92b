using Zhar.Web;

namespace MyAppWeb;

/// <summary>The first page. Make it yours.</summary>
public static class PageHtml
{
    public static Html Home(Conn conn) => $"""
        <section class="hero">
          <h1>It runs.</h1>
          <p class="lead">This page is <code>MyAppWeb/Controllers/PageHtml.cs</code>. Change it, and see.</p>
        </section>
        <div class="cards">
          <section class="card">
            <h2>Make something</h2>
#if (ecto)
            <pre><code>zhar gen html Catalog Product products name price:decimal
        zhar migrate</code></pre>
            <p>Pages for products, their form, their table in the database and their tests. Then: <code>zhar test</code>.</p>
#else
            <pre><code>zhar gen server Counter
        zhar gen channel Room</code></pre>
            <p>A process that keeps a state, and a socket that browsers talk over. Then: <code>zhar test</code>.</p>
#endif
          </section>
          <section class="card">
            <h2>Find your way</h2>
            <ul>
              <li><code>zhar routes</code> lists the addresses</li>
              <li><a href="/dev/mailbox">The mailbox</a> keeps the emails of development</li>
              <li><a href="/health/ready">/health/ready</a> and <a href="/health/live">/health/live</a> say how it is</li>
              <li><code>zhar release</code> makes a folder that needs no .NET on the server</li>
            </ul>
          </section>
        </div>
        """;
}
