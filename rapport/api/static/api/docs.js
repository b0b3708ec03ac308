// Swagger UI over the description that this very site gives out.
const place = document.getElementById("docs");
window.addEventListener("load", () => {
  window.SwaggerUIBundle({
    url: place.dataset.description,
    domNode: place,
    deepLinking: true,
    docExpansion: "list",
    defaultModelsExpandDepth: 0,
    persistAuthorization: false,
    validatorUrl: null,
  });
});
