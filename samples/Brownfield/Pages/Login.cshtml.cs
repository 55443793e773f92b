using System.ComponentModel.DataAnnotations;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Playhouse.Data;

namespace Playhouse.Pages;

public sealed class LoginModel(PlayhouseContext context, IPasswordHasher<Customer> hasher) : PageModel
{
    [BindProperty, Required, StringLength(30, MinimumLength = 2)]
    public string Name { get; set; } = "";

    [BindProperty, Required, StringLength(100, MinimumLength = 8)]
    public string Password { get; set; } = "";

    [BindProperty(SupportsGet = true)]
    public string? ReturnUrl { get; set; }

    public async Task<IActionResult> OnPostAsync()
    {
        if (!ModelState.IsValid)
            return Page();
        var customer = await context.Customers.FirstOrDefaultAsync(c => c.Name == Name);
        if (customer is null)
        {
            customer = new Customer { Name = Name };
            customer.PasswordHash = hasher.HashPassword(customer, Password);
            context.Customers.Add(customer);
            await context.SaveChangesAsync();
        }
        else if (hasher.VerifyHashedPassword(customer, customer.PasswordHash, Password) == PasswordVerificationResult.Failed)
        {
            ModelState.AddModelError(nameof(Password), "The password is another one.");
            return Page();
        }

        var identity = new ClaimsIdentity([new Claim(ClaimTypes.Name, customer.Name)], CookieAuthenticationDefaults.AuthenticationScheme);
        await HttpContext.SignInAsync(new ClaimsPrincipal(identity));
        return LocalRedirect(Url.IsLocalUrl(ReturnUrl) ? ReturnUrl : "/");
    }

    public async Task<IActionResult> OnPostOutAsync()
    {
        await HttpContext.SignOutAsync();
        return LocalRedirect("/");
    }
}
