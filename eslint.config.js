import js from "@eslint/js";

export default [
  { ignores: ["**/bundles/", "**/.venv/", "node_modules/"] },
  js.configs.recommended,
  {
    languageOptions: { ecmaVersion: 2023, sourceType: "module" },
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: {
      "no-undef": "off", // tsc finds them, and knows the browser's names
      "no-var": "error",
      "prefer-const": "error",
      "prefer-template": "error",
      "object-shorthand": "error",
      "no-shadow": "error",
      "no-param-reassign": "error",
      eqeqeq: "error",
      "max-lines": ["error", 199],
      "max-lines-per-function": ["error", 40],
      "max-params": ["error", 6],
      complexity: ["error", 14],
    },
  },
  { files: ["tests/js/**"], rules: { "max-lines-per-function": "off" } },
];
