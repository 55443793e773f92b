using Zhar;
using Zhar.Live;
using Zhar.Web;

namespace MyAppWeb;

/// <summary>A counter on the first page: one process on the server for each page that is open. Delete it when you have seen it crash and come back.</summary>
public sealed partial class WelcomeLive : LiveView<WelcomeLive.Assigns>
{
    public sealed record Assigns(int Count, int Restarts);

    protected override ValueTask<Mount<Assigns>> Mount(Params p, Session session) => new(new Assigns(0, Socket.Mounts));

    [Event] private void Increment() => State = State with { Count = State.Count + 1 };

    [Event] private void Crash() => throw new InvalidOperationException("Somebody has pressed the button.");

    protected override Html Render(Assigns a) => $"""
        <p class="count"><output>{a.Count}</output></p>
        <p class="actions"><button phx-click="{On.Increment}">Count</button> <button class="quiet" phx-click="{On.Crash}">Crash</button></p>
        <p class="note">{(a.Restarts == 0 ? "Counted on the server, in a process that belongs to this page alone." : "It crashed, and a new process has taken its place. Nobody else has noticed.")}</p>
        """;
}
