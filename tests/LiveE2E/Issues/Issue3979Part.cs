using Zhar;
using Zhar.Live;
using Zhar.Web;

namespace LiveE2E.Issues;

/// <summary>A number in an element whose id changes with it.</summary>
public sealed partial class Issue3979Part : LiveComponent<Issue3979Part.Props, int>
{
    public sealed record Props(string DomId, int Counter);

    protected override ValueTask<int> Mount(Props props) => new(0);

    protected override Html Render(int state) => $"<div id=\"{Given.DomId}\">{Given.Counter}</div>";
}
