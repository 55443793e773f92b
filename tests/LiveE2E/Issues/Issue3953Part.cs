using Zhar;
using Zhar.Live;
using Zhar.Web;

namespace LiveE2E.Issues;

/// <summary>The component.</summary>
public sealed partial class Issue3953Part : LiveComponent<int>
{
    protected override ValueTask<int> Mount() => new(0);

    protected override Html Render(int state) => $"<div>Component</div>";
}
