namespace Zhar.Data;

/// <summary>Gives each test a database to itself: what it writes is gone at its end, and tests that run at the same time never see each other.</summary>
/// <remarks>
/// <para><see cref="Start"/> puts a repo under the sandbox; from then on only those may use it who belong to an owner. <see cref="Checkout"/> makes the
/// current flow of control an owner: on PostgreSQL and MariaDB with a transaction that is rolled back at the end, on SQLite with a copy of the database in
/// memory. <c>DataCase</c> in Zhar.Data.Testing does both.</para>
/// <para>Tasks that the owner starts belong to it, and so do processes that it starts, and theirs. Others need <see cref="Allow"/>, or <see cref="Share"/>.
/// Source: Ecto.Adapters.SQL.Sandbox.</para>
/// </remarks>
public static class Sandbox
{
    /// <summary>Puts the repo, which must run, under the sandbox. Once is enough; again does nothing.</summary>
    public static void Start(Repo repo) => _ = SandboxRegistry.Of(repo, create: true);

    /// <summary>Takes the sandbox away: everybody uses the pool again.</summary>
    public static async ValueTask Stop(Repo repo)
    {
        ArgumentNullException.ThrowIfNull(repo);
        var runtime = repo.Runtime;
        if (runtime.Sandbox is SandboxRegistry registry)
        {
            runtime.Sandbox = null;
            await registry.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Makes the current flow of control an owner. What it writes is gone when the result is disposed of.</summary>
    /// <remarks>
    /// It works as an async local does: for the caller and for what the caller starts. So an async method must not call it for its own caller; a
    /// constructor, or a method that is not async, can. The connection is opened by <see cref="SandboxOwner.Open"/>.
    /// </remarks>
    public static SandboxOwner Checkout(Repo repo)
    {
        var registry = SandboxRegistry.Of(repo, create: true);
        var owner = new SandboxOwner(registry);
        Process.PutInherited(registry, owner);
        return owner;
    }

    /// <summary>Makes the current flow of control belong to the owner of a ticket: what a request of a browser test does with the header that it brings.</summary>
    /// <param name="repo">The repo.</param>
    /// <param name="ticket"><see cref="SandboxOwner.Ticket"/> of the test.</param>
    /// <exception cref="SandboxException">No test that runs has this ticket.</exception>
    /// <remarks>It works as an async local does: for the caller and for what the caller starts, processes too. Source: Phoenix.Ecto.SQL.Sandbox.</remarks>
    /// <example>In the endpoint, in tests only:<code>
    /// app.Use((conn, next) =>
    /// {
    ///     if (conn.Request.Headers["x-sandbox"] is [{ } ticket])
    ///         Sandbox.Enter(repo, ticket);
    ///     return next(conn);
    /// });
    /// </code></example>
    public static void Enter(Repo repo, string ticket)
    {
        ArgumentNullException.ThrowIfNull(ticket);
        var registry = SandboxRegistry.Of(repo, create: false);
        Process.PutInherited(registry, registry.OwnerOf(ticket));
    }

    /// <summary>Lets a process that the test has not started use the connection of the current owner.</summary>
    /// <exception cref="SandboxException">The caller belongs to no owner.</exception>
    public static void Allow(Repo repo, Pid process)
    {
        var registry = SandboxRegistry.Of(repo, create: false);
        (registry.Current ?? throw registry.NotAllowed()).Allow(process);
    }

    /// <summary>Lets everybody use the connection of the current owner until it ends. Tests that do this must not run beside others.</summary>
    /// <exception cref="SandboxException">The caller belongs to no owner, or another owner shares its connection already.</exception>
    public static void Share(Repo repo)
    {
        var registry = SandboxRegistry.Of(repo, create: false);
        (registry.Current ?? throw registry.NotAllowed()).Share();
    }
}
