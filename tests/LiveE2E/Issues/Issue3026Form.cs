using Zhar;
using Zhar.Live;
using Zhar.Web;

namespace LiveE2E.Issues;

/// <summary>A form that the view around it answers.</summary>
public sealed partial class Issue3026Form : LiveComponent<Issue3026Form.Props, int>
{
    public sealed record Props(string Name, string Email);

    protected override ValueTask<int> Mount(Props props) => new(0);

    protected override Html Render(int state) => $"""
        <div>
          Example form
          <form phx-change="{Issue3026.On.Validate}" phx-submit="{Issue3026.On.Submit}">
            <input name="name" type="text" aria-label="Name" value="{Given.Name}">
            <input name="email" type="text" aria-label="Email" value="{Given.Email}">
            <button type="submit">Submit</button>
          </form>
        </div>
        """;
}
