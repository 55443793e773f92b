using Zhar;
using Zhar.Live;
using Zhar.Web;

namespace LiveE2E.Issues;

/// <summary>An input whose hook pushes an event some time after a change.</summary>
public sealed partial class Issue4066Input : LiveComponent<Issue4066Input.Props, int>
{
    public sealed record Props(int Delay);

    protected override ValueTask<int> Mount(Props props) => new(0);

    [Event("do-something")] private void Take(int value) => State = value;

    protected override Html Render(int state) => $"<input id=\"{Id}\" aria-label=\"Number\" phx-hook=\"Issue4066Input\" data-delay=\"{Given.Delay}\">";
}
