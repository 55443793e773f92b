using Zhar;
using Zhar.Web.Testing;

namespace MyApp.Tests;

/// <summary>Browsers in which somebody is logged in.</summary>
public abstract partial class ConnCase
{
    /// <summary>A browser whose user has opened the link of an email. Who is not known yet is signed up.</summary>
    protected async Task<TestConn> LogIn(string email = "ada@example.org")
    {
        var accounts = Get<Accounts>();
        var user = await accounts.FindByEmail(email) ?? (await accounts.Register(Params.Of(("email", email)))).OrThrow();
        var link = $"/users/log-in/{await accounts.StartLogin(user)}";
        return await SendForm(Conn(), link, link, Params.Empty);
    }
}
