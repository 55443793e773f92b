using Chat;
using Zhar.Data;
using Zhar.Web;
using static Zhar.Web.FormComponents;

namespace ChatWeb;

/// <summary>The page on which people say who they are.</summary>
public static class SessionHtml
{
    public static Html New(Conn conn, Changeset<Member> changeset) => $"""
        <main class="gate">
          <div class="card">
            <p class="mark" aria-hidden="true">{Icons.Bubble}</p>
            <h1>Who is there?</h1>
            <p class="lead">Say what the others shall call you. There is no password, and nothing to set up.</p>
            {FormFor(new Form(changeset, "member"), Paths.Session(), conn.CsrfToken, f => $"""
                {Input(f["name"], "Your name", rest: Attrs.Of(("autocomplete", "nickname"), ("autofocus", true)))}
                <button type="submit">Come in</button>
                """)}
          </div>
        </main>
        """;
}
