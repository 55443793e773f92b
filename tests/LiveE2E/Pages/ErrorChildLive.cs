using System.Globalization;
using Zhar;
using Zhar.Live;
using Zhar.Web;

namespace LiveE2E.Pages;

/// <summary>The view inside, which does as it is told.</summary>
public sealed partial class ErrorChildLive : LiveView<DateTimeOffset>
{
    /// <summary>What it shall do.</summary>
    public sealed record Told(bool Fails, bool IsLinked);

    protected override async ValueTask<Mount<DateTimeOffset>> Mount(Params p, Session session)
    {
        if (Connected)
        {
            Process.Send(Socket.ParentPid, new ErrorLive.Asked(Self));
            var told = await Process.Receive<Told>();
            if (told.IsLinked)
                Process.Link(Socket.ParentPid);
            if (told.Fails)
                throw new InvalidOperationException("boom");
        }

        return TimeProvider.System.GetUtcNow();
    }

    [Event] private void Boom() => throw new InvalidOperationException("boom");

    protected override Html Render(DateTimeOffset mounted) => $"""
        {(Connected ? "Child connected" : "Child rendered (dead)")}
        <p id="child-render-time">child rendered at: {mounted.ToString("O", CultureInfo.InvariantCulture)}</p>
        <button phx-click="{On.Boom}">Crash child</button>
        """;
}
