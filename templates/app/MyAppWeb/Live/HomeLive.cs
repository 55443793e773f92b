using Zhar;
using Zhar.Live;
using Zhar.Web;

namespace MyAppWeb;

/// <summary>The first page: one process on the server for each browser that looks at it. Make it yours.</summary>
public sealed partial class HomeLive : LiveView<HomeLive.Assigns>
{
    public sealed record Assigns(int Count, bool WasReplaced);

    protected override ValueTask<Mount<Assigns>> Mount(Params p, Session session) => new(new Assigns(0, Socket.Mounts > 0));

    [Event] private void Increment() => State = State with { Count = State.Count + 1 };

    // Only this page's process ends. Its supervisor is told, and the browser joins a new one.
    [Event] private void Crash() => throw new InvalidOperationException("Somebody has pressed the button.");

    protected override Html Render(Assigns a) => $"""
        <section class="hero">
          <h1>It runs.</h1>
          <p class="lead">This page is <code>MyAppWeb/Live/HomeLive.cs</code>. Change it, and see.</p>
        </section>
        <div class="cards">
          <section class="card glow" id="counter">
            <h2>A process of your own</h2>
            <p class="count"><output>{a.Count}</output></p>
            <p class="actions"><button type="button" phx-click="{On.Increment}">Count</button> <button type="button" class="quiet" phx-click="{On.Crash}">Crash</button></p>
            <p class="note">{(a.WasReplaced ? "It crashed, and a new process has taken its place. Nobody else has noticed." : "Counted on the server, in a process that belongs to this page alone.")}</p>
          </section>
          <section class="card">
            <h2>Make something</h2>
#if (ecto)
            <pre><code>zhar gen live Catalog Product products name price:decimal
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
              <li><a href="/dev/dashboard">The dashboard</a> shows every process, and ends one if you like</li>
              <li><a href="/dev/mailbox">The mailbox</a> keeps the emails of development</li>
              <li><a href="/health/ready">/health/ready</a> and <a href="/health/live">/health/live</a> say how it is</li>
              <li><code>zhar release</code> makes a folder that needs no .NET on the server</li>
            </ul>
          </section>
        </div>
        """;
}
