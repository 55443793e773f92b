using Zhar;
using Zhar.Live;
using Zhar.Web;

namespace LiveE2E.Pages;

/// <summary>An item of a stream.</summary>
public sealed partial class StreamItem : LiveComponent<StreamItem.Props, int>
{
    public sealed record Props(string Name);

    protected override ValueTask<int> Mount(Props props) => new(0);

    protected override Html Render(int state) => $"<li id=\"{Id}\">{Given.Name}</li>";
}
